# `make` alone lists what can be done.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000

BIN := .venv/bin
# A bundle (make bundle) brings its packages along.
WHEELS := $(if $(wildcard wheels),--no-index --find-links wheels)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes $(WHEELS) -r
INSTALL = echo '安装依赖 / installing packages: $<'; $(PIP) $< 2>.venv/install.log || { \
	echo '依赖没有装上，多半是连不上软件包索引；没有网络请用 make bundle 的包。详见 .venv/install.log /' \
		'packages not installed, probably no package index can be reached; without network use' \
		'a file of make bundle. See .venv/install.log' >&2; exit 1; }
# The Python that is there: that of .venv, or the one to make it with.
PREFLIGHT = python='$(PYTHON)'; [ ! -x $(BIN)/python ] || python=$(BIN)/python; \
	command -v "$$python" >/dev/null || { \
		echo '没有找到 $(PYTHON)，请先运行 / $(PYTHON) was not found, please type first:' \
			'sudo apt-get install python3-venv' >&2; exit 1; }; \
	"$$python" deploy/preflight.py
LOCK := $(BIN)/python -m uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-annotate --custom-compile-command "make lock"
# What a lock was made from, its first line: tests see when it is out of date.
DIGEST := $(BIN)/python -c 'import hashlib, sys; \
	print("\# made from sha256", hashlib.sha256(b"".join(open(f, "rb").read() for f in sys.argv[1:])).hexdigest())'
RUN_IN := requirements/run.in
TEST_IN := requirements/run.in requirements/test.in

.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help run preflight editor bundle release test test-fast test-faults test-fuzz test-versions \
	test-clients lint bench bench-attack bench-reader \
	bench-web bench-load screenshots audit sbom lock translations messages system

help:
	@echo '  make run           启动网站 / start the site (HOST=$(HOST) PORT=$(PORT))'
	@echo '  make editor        新建管理员账号 / make an administrator'
	@echo '  make test          全部检查 / everything CI checks'
	@echo '  make test-faults   中断测试，数分钟 / faults: kills processes, fills disks; takes minutes'
	@echo '  make test-fast     快速测试 / SQLite, no browser, nothing slow'
	@echo '  make test-versions 各版本 Python、Django / quick tests with each Python and Django of this machine'
	@echo '  make test-fuzz     任意输入 / random addresses, headers and files, FUZZ_INPUTS=25000'
	@echo '  make test-clients  文献、办公、统计软件 / Zotero, pandoc, LibreOffice, R and others on our files'
	@echo '  make lint          代码检查 / style, types, layers, migrations'
	@echo '  make bench         性能测量 / speed and memory on both databases'
	@echo '  make bench-reader  发布稿识别 / fields of releases read right, by layout'
	@echo '  make bench-web     浏览器测量 / scores, bytes and validity of the pages (Node, Java)'
	@echo '  make bench-load    负载测量 / many readers at once, alone and behind nginx (wrk)'
	@echo '  make bench-attack  攻击下的响应时间 / pages while clients misbehave, behind nginx and without'
	@echo '  make screenshots   页面截图 / the main pages in docs/screenshots/'
	@echo '  make translations  更新译文 / collect the strings to translate, compile them'
	@echo '  make bundle        离线安装包 / a file from which a machine without network runs the site'
	@echo '  make release       发布 / all checks of a release, then its tag'
	@echo '  make lock          更新依赖锁定 / rewrite the locks (UPGRADE=--upgrade for newer releases)'
	@echo '  make audit sbom    依赖的已知漏洞、物料清单 / known faults of the packages, bill of materials'
	@echo '  make system        安装测试所需的系统软件 / install what tests need from the system'

# --- the site

run: preflight .venv/run.stamp var/local.env messages
	@set -eu; \
	setting() { sed -n "s/^$$1=//p" var/local.env; }; \
	ALLOWED_HOSTS="$${ALLOWED_HOSTS:-$$(setting ALLOWED_HOSTS)},$(HOST)"; \
	case '$(HOST)' in \
		0.0.0.0|::) look=127.0.0.1; ALLOWED_HOSTS="$$ALLOWED_HOSTS,$$(hostname),$$(hostname -I 2>/dev/null | tr ' ' ',')" ;; \
		*:*) look='[$(HOST)]'; ALLOWED_HOSTS="$$ALLOWED_HOSTS,$$look" ;; \
		*) look='$(HOST)' ;; \
	esac; \
	if [ -z "$${SITE_URL:-}" ]; then \
		SITE_URL="$$(setting SITE_URL)"; \
		case "$$SITE_URL" in ''|http://127.0.0.1:*) SITE_URL="http://$$look:$(PORT)" ;; esac; \
	fi; \
	export SITE_URL ALLOWED_HOSTS HOST='$(HOST)' PORT='$(PORT)'; \
	echo '准备数据库 / preparing the database'; \
	$(BIN)/python manage.py migrate --verbosity 0; \
	$(BIN)/python manage.py seed; \
	echo '收集静态文件 / collecting static files'; \
	$(BIN)/python manage.py collectstatic --noinput --verbosity 0; \
	echo; \
	echo "  网站 / site        http://$$look:$(PORT)/"; \
	echo "  English            http://$$look:$(PORT)/en/"; \
	echo "  编辑台 / admin     http://$$look:$(PORT)/admin/  （先 make editor 建账号 / make editor first）"; \
	echo '  停止 / stop        Ctrl+C'; \
	echo; \
	exec $(BIN)/python -m gunicorn --log-level warning

# What would stop the start is said before anything is installed or stored.
preflight:
	@$(PREFLIGHT) '$(HOST)' '$(PORT)'

editor: .venv/run.stamp var/local.env
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py createsuperuser

var/local.env:
	@mkdir -p var && chmod 700 var
	@umask 077 && { \
		$(PYTHON) -c 'import secrets; print("SECRET_KEY=" + secrets.token_urlsafe(50))'; \
		echo 'ALLOWED_HOSTS=127.0.0.1,localhost,[::1]'; \
		echo 'SITE_URL=http://127.0.0.1:8000'; \
	} > $@.new && mv $@.new $@
	@echo '已生成 var/local.env（密钥与本机设置）/ made var/local.env (secret key, settings of this machine)'

messages: .venv/run.stamp
	@[ ! -d locale ] || $(BABEL) compile --directory locale --domain django

# --- its packages

.venv/bin/python:
	@$(PREFLIGHT)
	@$(PYTHON) -m venv .venv

# Also where the Python that .venv was made with has gone, or another came in its place.
.venv/run.stamp: requirements/run.txt .venv/bin/python
	@$(INSTALL)
	@touch $@

# All of run.txt is in test.txt, in the same versions: test.in says so.
.venv/test.stamp: requirements/test.txt .venv/bin/python
	@$(INSTALL)
	@touch .venv/run.stamp $@

lock: .venv/test.stamp
	@for name in run test; do \
		$(LOCK) $(UPGRADE) requirements/$$name.in --output-file requirements/$$name.txt; \
	done
	@for name in run test; do \
		case $$name in run) from='$(RUN_IN)' ;; test) from='$(TEST_IN)' ;; esac; \
		{ $(DIGEST) $$from; cat requirements/$$name.txt; } > requirements/$$name.new; \
		mv requirements/$$name.new requirements/$$name.txt; \
	done

# For an office without network: source, packages and seed; Pythons as in requirements/.
bundle: .venv/run.stamp
	@$(BIN)/python deploy/bundle.py $(PYTHONS)
PYTHONS := 3.11 3.12 3.13

# All that a release has to pass, the quick refusals first; then it is tagged. It takes an hour, in
# which somebody may commit: the tag is for what was there at the beginning.
release: CHECKED := $(shell git rev-parse HEAD 2>/dev/null)
release:
	@python3 .ci/release.py
	$(MAKE) audit test test-faults test-versions test-clients sbom bundle
	git tag --annotate "v$(VERSION)" --message "casebook $(VERSION)" $(CHECKED)
	@echo 'git push origin v$(VERSION)'
VERSION = $(shell sed -n 's/^__version__ = "\(.*\)"/\1/p' casebook/__init__.py)

# --- checks

# Compiled modules are kept: to rewrite all assertions takes longer than a tenth of the quick tests.
unexport PYTHONDONTWRITEBYTECODE

test: system lint messages
	$(TESTS) $(ALL_CORES)
	.ci/with-postgres $(BIN)/python -m pytest $(ALL_CORES) $(ONCE)

test-fast: .venv/test.stamp messages
	$(TESTS) -n auto -m 'not browser and not slow and not faults'

# With each Python and Django that requirements/ allow and the machine has (PYTHONS=, DJANGOS=).
test-versions: messages
	.ci/test-versions

# Processes, servers and disks fail in the midst of work, for some minutes; a disk needs root.
# Crashes of PostgreSQL have servers of their own, whatever the site's database is: once is enough.
# One after another, since some compare times.
test-faults: system messages
	$(TESTS) $(FAULTS) --ignore=tests/faults/test_crash_postgresql.py
	.ci/with-postgres $(BIN)/python -m pytest $(FAULTS)
FAULTS := -m faults

# What reads no database, or only shows what it holds, does not depend on it: once is enough.
ONCE := $(addprefix --ignore=tests/,browser casebook_mcp citations columns divisions documents \
	public releases text downloads/test_openapi.py downloads/test_recipes.py \
	exports/test_word.py tables/test_hostile_workbooks.py importing/test_old_word.py \
	selection/test_questions.py storage/test_sandbox.py \
	$(addprefix admin/test_,desk_input.py guide.py home.py hostile_text.py kept_forms.py \
	messages.py permission_methods.py permissions.py proof.py role_table.py roles.py) \
	$(addprefix operation/test_,attack.py every_block.py freeze.py hostile_uploads.py image.py \
	install.py long_addresses.py module_sizes.py patterns.py proxy_cache_keys.py proxy_limits.py \
	restarts.py silent_clients.py upgrade.py))
# One more than there are cores, since many tests wait for servers. In their order: those with
# transactions empty the tables of others.
ALL_CORES := -n $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
TESTS := env -u DATABASE_URL $(BIN)/python -m pytest

lint: .venv/test.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/mypy
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python manage.py makemigrations --check --dry-run

# Zotero, citeproc, pandoc, BibTeX, biber, LibreOffice, R and others on what the site writes (docs/clients.md).
CLIENTS ?= var/clients
test-clients: .venv/test.stamp messages
	@tests/clients/prepare $(CLIENTS)
	CLIENTS=$(CLIENTS) $(TESTS) tests/clients tests/tables/test_spreadsheet_programs.py

# As docs/operation.md sets a server up.
SERVER := POSTGRES_OPTIONS='-c shared_buffers=2GB'

bench: .venv/test.stamp
	$(SERVER) .ci/with-postgres $(BIN)/python -m benchmarks

# Property tests with other examples each time; of whatever may come in, 25,000.
test-fuzz: .venv/test.stamp messages
	FUZZ_INPUTS=$${FUZZ_INPUTS:-25000} $(TESTS) -n auto -m hypothesis

# Each in an environment of its own, made for the moment: neither is needed to run or to test.
# Strict: a package of which nothing could be learned, as from a mirror of PyPI, is not audited.
audit: .venv/test.stamp
	$(BIN)/python -m uv tool run pip-audit --strict --require-hashes --disable-pip -r requirements/run.txt

sbom: .venv/test.stamp
	@mkdir -p var
	$(BIN)/python -m uv tool run --from cyclonedx-bom cyclonedx-py requirements requirements/run.txt \
		--output-file var/sbom.json
	@echo var/sbom.json

# Medians of pages, quiet and attacked, behind nginx and without it; on a quiet machine, a minute each.
bench-attack: .venv/test.stamp messages
	ATTACK_SECONDS=$${ATTACK_SECONDS:-15} $(TESTS) tests/operation/test_attack.py -m faults -k three_times

screenshots: .venv/test.stamp messages
	$(BIN)/python -m docs.screenshots
	$(BIN)/python -m docs.desk_pictures

bench-reader: .venv/test.stamp
	$(BIN)/python -m benchmarks.reader

bench-web: .venv/test.stamp messages
	$(BIN)/python -m benchmarks.web

bench-load: .venv/test.stamp messages
	$(SERVER) .ci/with-postgres $(BIN)/python -m benchmarks.load

translations: .venv/run.stamp
	@$(BABEL) extract --mapping-file locale/babel.cfg --add-location file --no-wrap \
		--output-file locale/django.pot .
	@$(BABEL) update --domain django --input-file locale/django.pot --output-dir locale --locale en \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap
	@rm locale/django.pot
	@$(BABEL) compile --domain django --directory locale
# As a module: pybabel would not see this folder, where the extractor of Django templates is.
BABEL := $(BIN)/python -m babel.messages.frontend --quiet

# --- what comes from the system: a PostgreSQL server, a browser, a proxy, a Chinese font

system:
	@set -eu; missing=; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing="$$missing postgresql"; \
	command -v chromium >/dev/null || command -v chromium-browser >/dev/null || \
		command -v google-chrome >/dev/null || command -v google-chrome-stable >/dev/null || missing="$$missing chromium"; \
	command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || missing="$$missing nginx-light"; \
	command -v curl >/dev/null || missing="$$missing curl"; \
	[ -n "$$(fc-list :lang=zh 2>/dev/null)" ] || missing="$$missing fontconfig fonts-noto-cjk"; \
	[ -n "$$missing" ] || exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "安装 / installing:$$missing"; \
		export DEBIAN_FRONTEND=noninteractive; \
		apt-get update -q; \
		apt-get install -y -q --no-install-recommends $$missing; \
	else \
		echo '测试缺少系统软件，请先运行 / tests need more from the system, please type first:' >&2; \
		echo "    sudo apt-get install --no-install-recommends$$missing" >&2; exit 1; \
	fi
