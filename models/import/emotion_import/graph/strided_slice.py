"""StridedSlice: numpy's indexing, with what the index leaves out encoded in bit masks."""


def slice_items(attributes, begin, end, strides, rank):
    """One item per dimension as numpy would index it: a slice, an int that drops the dimension, or None that inserts one."""
    def marked(mask, position):
        return attributes.get(mask, 0) >> position & 1

    named = sum(not marked("new_axis_mask", i) and not marked("ellipsis_mask", i) for i in range(len(begin)))
    items = []
    for i in range(len(begin)):
        if marked("ellipsis_mask", i):
            items += [slice(None, None, 1)] * (rank - named)
        elif marked("new_axis_mask", i):
            items.append(None)
        elif marked("shrink_axis_mask", i):
            items.append(int(begin[i]))
        else:
            start = None if marked("begin_mask", i) else int(begin[i])
            stop = None if marked("end_mask", i) else int(end[i])
            items.append(slice(start, stop, int(strides[i])))
    indexed = sum(item is not None for item in items)
    return items + [slice(None, None, 1)] * (rank - indexed)


def slice_bounds(item, size):
    """(start, end, step, length) for ONNX, which reads a negative end as counted from the back."""
    if not isinstance(item, slice):
        start = item % size
        return start, start + 1, 1, 1
    start, stop, step = item.indices(size)
    length = len(range(start, stop, step))
    return start, stop if stop >= 0 else -size - 1, step, length
