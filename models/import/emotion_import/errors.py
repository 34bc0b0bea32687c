class ImportFailure(Exception):
    """Something that the person who runs the importer must know; the message says what to do."""
