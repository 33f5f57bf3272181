"""All settings, in groups; environment.py reads them from the environment."""

import sys
from shutil import which
from urllib.parse import urlsplit

from . import __version__, logs
from .databases import database, search_folder
from .environment import BASE_DIR, VAR_DIR, digest_of_code, env, networks, number_within, required

# Site

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = required(
    "SECRET_KEY", "一串至少 50 个字符的随机文字，须保密", "random text of 50 characters or more"
)
ALLOWED_HOSTS = [
    host.strip()
    for host in required(
        "ALLOWED_HOSTS", "本站的域名，用逗号分隔", "the site's host names, separated by commas"
    ).split(",")
    if host.strip()
]
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
if not SITE_URL.startswith(("http://", "https://")):
    sys.exit(
        f"无法启动：SITE_URL 应以 http:// 或 https:// 开头，现为 {SITE_URL}\n"
        f"Cannot start: SITE_URL must begin with http:// or https://, but is {SITE_URL}"
    )
MAINTENANCE = env.bool("MAINTENANCE", default=False)  # answers 503 on every public page
# How readers reach us, an e-mail address or URL; shown on the pages about the site.
CONTACT = env.str("CONTACT", default="").strip()
# Required by Chinese law in the footer of a public site in mainland China.
ICP_NUMBER = env.str("ICP_NUMBER", default="").strip()  # 京ICP备…号
POLICE_NUMBER = env.str("POLICE_NUMBER", default="").strip()  # 京公网安备…号
RELEASE = f"{__version__}+{digest_of_code(SITE_URL, CONTACT, ICP_NUMBER, POLICE_NUMBER)}"
STRICT = False  # True in tests: raise errors that production only logs
ROOT_URLCONF = "casebook.urls"
# Set, so that no request can change the prefix of the URLs, some of which are cached.
FORCE_SCRIPT_NAME = ""
WSGI_APPLICATION = "casebook.wsgi.application"

INSTALLED_APPS = [
    "casebook.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_filters",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "reforms",
]

MIDDLEWARE = [
    "casebook.middleware.ProxyHeadersMiddleware",
    "casebook.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "casebook.middleware.PublicHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "casebook.middleware.AddressLanguageMiddleware",
    "casebook.middleware.RefusalMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "casebook.middleware.KeptPageMiddleware",
    "casebook.desk_middleware.DeskSessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "casebook.desk_middleware.DeskAuthenticationMiddleware",
    "casebook.desk_middleware.DeskOTPMiddleware",
    "casebook.kept_forms.KeptFormMiddleware",
    "casebook.bodies.BodyMiddleware",
    "casebook.desk_middleware.DeskMessageMiddleware",
    "axes.middleware.AxesMiddleware",
    "casebook.desk_input.DeskInputMiddleware",
    "casebook.proof_middleware.ProofMiddleware",
]

# Public pages are Jinja2, the editors' desk is Django's: a name is looked for in this order.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "public"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "reforms.public.environment.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Database

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# How long a web request waits for one statement, including its locks: a database that hangs must
# not block every thread. SQLite cannot end a statement, and has a timeout for its locks.
# gunicorn.conf.py sets it for the server alone: commands and migrations have no limit.
QUERY_SECONDS = env.int("QUERY_SECONDS", default=0)
DATABASES = {"default": database(QUERY_SECONDS)}

# The search index: one folder for each database, since it stands at that database's revision.
SEARCH_FOLDER = env.str("SEARCH_FOLDER", default=str(search_folder(DATABASES["default"])))

# The page cache. A list page is about 10 kB, and each worker process has its own cache.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 500},
    }
}

# How long a shared HTTP cache may serve a page, and as long again while it revalidates.
SHARED_CACHE_SECONDS = env.int("SHARED_CACHE_SECONDS", default=60)

# A file raised after an erasure: the system then empties the proxy's cache, which the site cannot.
# Empty: no cache stands before the site. See reforms/erasure/proxy_cache.py.
PROXY_CACHE_FLAG = env.str("PROXY_CACHE_FLAG", default="")

# Language and time

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Static files

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "casebook.styles.JoinedStyles",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Security

# NIST SP 800-63B: check length and common passwords, do not require kinds of characters.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    )
]

HTTPS = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = HTTPS
# Probes reach the process directly, not through the proxy that terminates HTTPS.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:  # RFC 6265bis: no subdomain can set or overwrite cookies with this prefix
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "casebook.kept_forms.csrf_failure"
SESSION_ENGINE = "casebook.sessions"
SESSION_COOKIE_AGE = 12 * 3600  # after login: a working day, or until the browser is closed
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# The addresses of proxies that set these headers themselves. From any other address they are
# removed, because clients can forge them; see ProxyHeadersMiddleware.
TRUSTED_PROXIES = networks("TRUST_PROXY")
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# HSTS for subdomains and preload lists is up to the owner of the whole domain.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

CSRF_TRUSTED_ORIGINS = [SITE_URL]

# Staff accounts: second factor, and waiting times after wrong passwords

PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # how long a one-time link holds
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=HTTPS)
OTP_TOTP_ISSUER = "检察改革典型案例库"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_HANDLER = "casebook.lockout.LoginCounters"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # marks a request that has to wait
AXES_LOCKOUT_CALLABLE = "casebook.lockout.locked_out"
AXES_CLIENT_IP_CALLABLE = "casebook.lockout.client_address"
AXES_DISABLE_ACCESS_LOG = True  # keeps no record of who logged in from where
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# What a publisher confirms before cases become public, as the desk lists it; empty: nothing

PUBLISH_CHECKS = env.list(
    "PUBLISH_CHECKS", default=["原文核对", "来源已公开", "保密审查", "个人信息", "校对"]
)
REVIEWS = number_within("REVIEWS", 1, 3)  # people who look through a case, its publisher included
WATCHED_WORDS_FILE = env.str("WATCHED_WORDS_FILE", default="").strip()  # see docs/operation.md

# Mail: one-time links; without EMAIL_URL they are only shown

HAS_MAIL = bool(env.str("EMAIL_URL", default="").strip())
if HAS_MAIL:
    vars().update(env.email_url("EMAIL_URL"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default=f"casebook@{urlsplit(SITE_URL).hostname}")

# Files: a process writes one fewer at a time than it has threads, which keeps one for pages

EXPORTS_AT_ONCE = max(1, env.int("THREADS", default=4) - 1)
STALLED_SECONDS = env.int("STALLED_SECONDS", default=60)  # then a stalled client is dropped
LEAST_RATE = env.int("LEAST_RATE", default=20_000)  # bytes a second that a client must take
LARGEST_LOG = env.int("LARGEST_LOG_MB", default=256) << 20  # SQLite's; downloads let it grow

# Imports: the limits shown on the import form

READ_IN_BACKGROUND = True  # False in tests that share a transaction with the request
IMPORT_MAX_BYTES = env.int("IMPORT_MAX_MB", default=50) << 20
IMPORT_MAX_ROWS = env.int("IMPORT_MAX_ROWS", default=20_000)
# Of a pasted release: the longest known, with full texts, have a third of that.
IMPORT_MAX_CHARACTERS = env.int("IMPORT_MAX_CHARACTERS", default=200_000)
IMPORT_MAX_UNPACKED = 10 * IMPORT_MAX_BYTES  # of a workbook, by its directory
# The program that converts .doc and .wps; empty where there is none, or none is to be used.
LIBREOFFICE = env.str("LIBREOFFICE", default=which("soffice") or "").strip()
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 << 20  # of a form, such as a pasted release; without its files

# Logs: JSON on a public site, with a line for each request; see casebook/logs.py

LOG_JSON = env.bool("LOG_JSON", default=HTTPS)
SLOW_QUERY_MS = env.int("SLOW_QUERY_MS", default=1000)
LEAST_DISK_MB = env.int("LEAST_DISK_MB", default=200)  # with less free, /readyz reports it
LOGGING = logs.configuration(LOG_JSON)
