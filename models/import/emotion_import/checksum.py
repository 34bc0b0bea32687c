import hashlib


def sha256_of_bytes(content):
    return hashlib.sha256(content).hexdigest()


def sha256_of_file(path):
    with open(path, "rb") as file:
        return sha256_of_bytes(file.read())
