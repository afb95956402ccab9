"""Files that are no practice, each with how it comes about and the words of its sentence."""

import hashlib
import random
import sqlite3
import zipfile
from pathlib import Path

from core.store.connection import keyed_connection
from core.store.file_names import keys_path

NOISE = random.Random(5).randbytes(64 * 1024)


def sums(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def plain_sqlite(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE patients (id INTEGER)")
    connection.commit()
    connection.close()


def other_sqlcipher(path: Path) -> None:
    path.unlink()
    connection = keyed_connection(path, bytes(32), "rwc")
    connection.execute("CREATE TABLE patients (id INTEGER)")
    connection.execute("CREATE TABLE payers (id INTEGER)")
    connection.close()


def zipped(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", NOISE)


def cut(share: float):
    def do(path: Path) -> None:
        path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share) // 4096 * 4096])

    return do


def write(body: bytes):
    return lambda path: path.write_bytes(body)


def flipped(place: int):
    def do(path: Path) -> None:
        body = bytearray(path.read_bytes())
        body[place] ^= 0x10
        path.write_bytes(body)

    return do


def with_keys(change):
    return lambda path: keys_path(path).write_bytes(change(keys_path(path).read_bytes()))


CASES = {
    "missing": (Path.unlink, "There is no file"),
    "empty": (write(b""), "is empty"),
    "one byte": (write(b"\x00"), "cut short"),
    "one page": (write(NOISE[:4096]), "cut short"),
    "text": (write(b"dear practice, " * 2000), "a text file"),
    "accented text": (write("Zürich, łódź, ".encode() * 2000), "a text file"),
    "utf-16 text": (write(("notes " * 4000).encode("utf-16")), "another kind of file"),
    "zeros": (write(bytes(40960)), "beginning was overwritten"),
    "zip": (zipped, "a ZIP archive"),
    "pdf": (write(b"%PDF-1.7\n" + NOISE), "a PDF"),
    "gzip": (write(b"\x1f\x8b\x08\x08" + NOISE[4:]), "compressed"),
    "picture": (write(b"\x89PNG\r\n\x1a\n" + NOISE), "a picture"),
    "plain SQLite": (plain_sqlite, "unencrypted SQLite"),
    "other SQLCipher": (other_sqlcipher, "does not open with its key file"),
    "noise": (write(NOISE), "does not open with its key file"),
    "first page damaged": (flipped(100), "does not open with its key file"),
    "cut to 99 %": (cut(0.99), "is damaged"),
    "cut to half": (cut(0.5), "is damaged"),
    "cut inside a page": (lambda p: p.write_bytes(p.read_bytes()[:-1000]), "cut short"),
    "keys missing": (lambda p: keys_path(p).unlink(), "key file “clinic.keys.json” is missing"),
    "keys empty": (with_keys(lambda raw: b""), "is damaged; the practice file itself may be well"),
    "keys changed": (with_keys(lambda raw: raw.replace(b"1", b"2", 1)), "damaged; the practice"),
}
