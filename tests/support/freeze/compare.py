"""Where two renderings differ."""

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher, unified_diff
from itertools import islice
from pathlib import Path

WORDS = re.compile(r'^ *"(.*)"$')  # a text of a page
SPOKEN = re.compile(r' (?:alt|aria-label|content|placeholder|title|value)="((?:[^"\\]|\\.)*)"')
NARROW = 200  # characters of a line that are shown


def files_in(folder: Path) -> dict[str, Path]:
    return {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}


def differing(before: Path, after: Path) -> list[tuple[str, Path, Path]]:
    """The files on both sides that differ, by name."""
    old, new = files_in(before), files_in(after)
    both = sorted(old.keys() & new.keys())
    return [
        (name, old[name], new[name])
        for name in both
        if old[name].read_bytes() != new[name].read_bytes()
    ]


def one_sided(before: Path, after: Path) -> list[str]:
    old, new = files_in(before), files_in(after)
    only_before = [f"only in {before}: {name}" for name in sorted(old.keys() - new.keys())]
    return only_before + [f"only in {after}: {name}" for name in sorted(new.keys() - old.keys())]


def everything(before: Path, after: Path, most: int) -> int:
    """Print every difference, each up to so many lines; 1 where there is any."""
    alone, changed = one_sided(before, after), differing(before, after)
    print("".join(f"{line}\n" for line in alone), end="")
    for name, old, new in changed:
        print(f"\n=== {name}")
        for line in islice(difference(old, new), most):
            print(line[:NARROW])
    print(f"{len(files_in(before))} files, {len(changed)} differ, {len(alone)} on one side only")
    return int(bool(alone or changed))


def difference(old: Path, new: Path) -> Iterator[str]:
    try:
        texts = [path.read_bytes().decode().split("\n") for path in (old, new)]
    except UnicodeDecodeError:
        yield f"binary: {old.stat().st_size} bytes before, {new.stat().st_size} after"
        return
    yield f"    {texts[0][0]}"
    yield from islice(unified_diff(*texts, n=1, lineterm=""), 2, None)


def texts(before: Path, after: Path, most: int) -> int:
    """Print each change of words once, with the number of files that have it; 1 if there is any."""
    counted: Counter[tuple[str, str]] = Counter()
    example: dict[tuple[str, str], str] = {}
    for name, old, new in differing(before, after):
        for change in set(changes_of_words(words_of(old), words_of(new))):
            counted[change] += 1
            example.setdefault(change, name)
    for (old, new), count in counted.most_common():
        print(f"\n{count} files, such as {example[old, new]}")
        print("\n".join(f"- {line}" for line in old.split("\n")[:most] if line))
        print("\n".join(f"+ {line}" for line in new.split("\n")[:most] if line))
    print(f"{len(counted)} changes of words")
    return int(bool(counted))


def words_of(path: Path) -> list[str]:
    """The texts of a page, also those of attributes that are read; the lines of anything else."""
    content = path.read_bytes().decode(errors="replace")
    words: list[str] = []
    for line in content.split("\n"):
        if match := WORDS.match(line):
            words.append(match[1].strip())
        elif "\n<!doctype html>\n" in content:
            words += SPOKEN.findall(line)
        else:
            words.append(line)
    return [text for text in words if text]


def changes_of_words(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, start, stop, first, last in matcher.get_opcodes():
        if kind != "equal":
            yield "\n".join(old[start:stop]), "\n".join(new[first:last])
