"""Sums of rows of a matrix, each times a number: what all large products of the network consist of.

Numba cannot know that a sum lies apart from the rows: in its loops it asks for every few rows anew, and loads and
stores the sum. So this loop alone is written for LLVM directly: it keeps a block of the sum in the processor's
registers until all rows are added, as libraries for matrix products do (Goto and van de Geijn 2008).
"""

from functools import reduce

import llvmlite.binding as llvm
import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

from digitpad.core.jit.decorators import jit, jit_allocating, jit_inline

_WIDE = bool(llvm.get_host_cpu_features().get("avx512f"))
_REGISTER = 64 if _WIDE else 32  # bytes
# Registers for a block of one sum: the most are enough that it is ready when the next row is to be added to it.
_BLOCKS = (8, 4, 2, 1)
_SUMS, _EACH = (6, 4) if _WIDE else (6, 2)  # sums made at once when all have the same rows, and registers for each
_NEAR, _NEAREST = 100_000, 24_576  # bytes
# Copies of the matrix pay with so many rows of targets and some of its own; and with some rows of targets already, if
# those of the matrix lie so many bytes apart.
_MANY, _SOME, _FAR = 512, 64, 2_048
_INDEX, _FLAG = ir.IntType(64), ir.IntType(32)


@jit_inline
def sum_rows(target, keep, start, factor, values, rows, first, last, matrix, low, high):
    """target = keep * start + factor * sum of values[k] * matrix[rows[k]] over first <= k < last, in columns low:high.

    The columns must be whole cache lines; `rows` are unsigned, `values` and the sums of the matrix's dtype.
    """
    lanes = _REGISTER // matrix.itemsize
    column = low
    registers = 8
    while column < high:
        while registers > (high - column) // lanes:
            registers >>= 1
        _sum_some(target, keep, start, factor, values, rows, first, last, matrix, column, registers)
        column += registers * lanes


@jit
def sum_all_rows(target, factor, matrix):
    """target = factor * sum of all rows of the matrix, in the columns of the target."""
    for j in range(len(target)):
        target[j] = 0
    if factor != 0:
        for k in range(len(matrix)):
            row = matrix[k]
            for j in range(len(target)):
                target[j] += factor * row[j]


@jit
def add_product(targets, keep, starts, factor, values, matrix, n, low, high):
    """targets = keep * starts + factor * values matrix[:n], in columns low:high, which must be whole cache lines.

    All are slices of matrices, and may be transposed.
    """
    if (len(targets) >= _MANY and n >= _SOME) or (len(targets) >= _SOME and matrix.strides[0] >= _FAR):
        _add_packed(targets, keep, starts, factor, values, matrix, n, low, high)
        return
    lanes = _REGISTER // matrix.itemsize
    # So many rows of `values` stay in a cache near the processor, while one strip of columns follows the other.
    some = max(_NEAR // (n * matrix.itemsize) // _SUMS, 1) * _SUMS
    for top in range(0, len(targets), some):
        bottom = min(top + some, len(targets))
        for left in range(low, high, _EACH * lanes):
            right = min(left + _EACH * lanes, high)
            target, start = targets[top:bottom, left:right], starts[top:bottom, left:right]
            _add_strip(target, keep, start, factor, values[top:bottom, :n], matrix[:n, left:right])


@jit_allocating
def _add_packed(targets, keep, starts, factor, values, matrix, n, low, high):
    """As add_product, with copies of pieces of the matrix that stay in the nearest cache for all rows of the targets.

    Else each of these rows would fetch the matrix again, line by line from all over the memory.
    """
    one = matrix.dtype.type(1)
    lanes = _REGISTER // matrix.itemsize
    most = _NEAREST // (_EACH * _REGISTER)
    room = np.empty((most + 1) * _EACH * lanes, matrix.dtype)
    aligned = -room.ctypes.data % _REGISTER // matrix.itemsize
    for left in range(low, high, _EACH * lanes):
        right = min(left + _EACH * lanes, high)
        target = targets[:, left:right]
        for first in range(0, n, most):
            last = min(first + most, n)
            height, width = last - first, right - left
            piece = room[aligned : aligned + height * width].reshape((height, width))
            for k in range(height):
                for column in range(width):
                    piece[k, column] = matrix[first + k, left + column]
            some, same = values[:, first:last], piece[:, :]  # a slice like all others, for which it is compiled once
            if first == 0:
                _add_strip(target, keep, starts[:, left:right], factor, some, same)
            else:
                _add_strip(target, one, target, factor, some, same)


@jit
def _add_strip(targets, keep, starts, factor, values, matrix):
    """targets = keep * starts + factor * values matrix, for no more columns than `_EACH` registers hold."""
    registers = targets.shape[1] * targets.itemsize // _REGISTER
    row = 0
    while row < len(targets):
        sums = _SUMS if len(targets) - row >= _SUMS else min(len(targets) - row, 2)
        _sum_all(targets, keep, starts, factor, values, matrix, row, (sums - 1) * _EACH + registers)
        row += sums


@intrinsic
def _sum_some(_typing, target, keep, start, factor, values, rows, first, last, matrix, column, registers):
    """As sum_rows, in as many columns from `column` on as `registers` hold."""
    signature = types.void(target, keep, start, factor, values, rows, first, last, matrix, column, registers)

    def generate(context, builder, signature, arguments):
        writer = _Writer(context, builder, signature, arguments)
        target, start, values, rows, matrix = (writer.array(place) for place in (0, 2, 4, 5, 8))
        _, keep, _, factor, _, _, first, last, _, column, registers = arguments
        for count in writer.cases(registers, _BLOCKS):
            old = [writer.places(start, [column], count)]
            writer.fetch(old)
            sums = writer.zeros(1, count)
            with cgutils.for_range_slice(builder, first, last, _INDEX(1)) as (k, _):
                row = builder.zext(builder.load(builder.gep(rows.data, [k])), _INDEX)
                writer.add(sums, [builder.gep(values.data, [k])], writer.places(matrix, [row, column], count))
            writer.store([writer.places(target, [column], count)], keep, old, factor, sums)
        return context.get_dummy_value()

    return signature, generate


@intrinsic
def _sum_all(_typing, targets, keep, starts, factor, values, matrix, row, case):
    """As _add_strip, for some rows from `row` on; `case` is made of their number and that of the registers."""
    signature = types.void(targets, keep, starts, factor, values, matrix, row, case)

    def generate(context, builder, signature, arguments):
        writer = _Writer(context, builder, signature, arguments)
        targets, starts, values, matrix = (writer.array(place) for place in (0, 2, 4, 5))
        _, keep, _, factor, _, _, row, chosen = arguments
        begin = _INDEX(0)
        for case in writer.cases(chosen, [(s - 1) * _EACH + c for s in (1, 2, _SUMS) for c in range(1, _EACH + 1)]):
            count = (case - 1) % _EACH + 1
            rows = [builder.add(row, _INDEX(number)) for number in range((case - 1) // _EACH + 1)]
            old = [writer.places(starts, [each, begin], count) for each in rows]
            writer.fetch(old)
            sums = writer.zeros(len(rows), count)
            with cgutils.for_range(builder, cgutils.unpack_tuple(builder, matrix.shape)[0]) as loop:
                factors = [writer.place(values, [each, loop.index]) for each in rows]
                writer.add(sums, factors, writer.places(matrix, [loop.index, begin], count))
            writer.store([writer.places(targets, [each, begin], count) for each in rows], keep, old, factor, sums)
        return context.get_dummy_value()

    return signature, generate


class _Writer:
    """Writes the instructions for blocks of sums: lists of sums, each a list of registers."""

    def __init__(self, context, builder, signature, arguments):
        self._context, self._builder, self._signature, self._arguments = context, builder, signature, arguments
        dtype = signature.args[1]
        self._bytes = dtype.bitwidth // 8
        self._lanes = _REGISTER // self._bytes
        self._register = ir.VectorType(context.get_value_type(dtype), self._lanes)

    def array(self, number):
        """The array that is an argument."""
        return self._context.make_array(self._signature.args[number])(
            self._context, self._builder, self._arguments[number]
        )

    def cases(self, value, numbers):
        """Write once for each of the numbers that the value may be."""
        done = self._builder.append_basic_block("done")
        choice = self._builder.switch(value, done)
        for number in numbers:
            case = self._builder.append_basic_block(f"case{number}")
            choice.add_case(_INDEX(number), case)
            self._builder.position_at_end(case)
            yield number
            self._builder.branch(done)
        self._builder.position_at_end(done)

    def place(self, array, indices):
        """Where a number of an array stands."""
        strides = cgutils.unpack_tuple(self._builder, array.strides)
        steps = [self._builder.mul(index, stride) for index, stride in zip(indices, strides, strict=True)]
        offset = reduce(self._builder.add, steps)
        return cgutils.pointer_add(self._builder, array.data, offset)

    def places(self, array, indices, count):
        """Where so many registers' numbers stand, side by side, in an array."""
        begin = self.place(array, indices)
        steps = (self._builder.gep(begin, [_INDEX(self._lanes * number)]) for number in range(count))
        return [self._builder.bitcast(step, self._register.as_pointer()) for step in steps]

    def fetch(self, blocks):
        """Ask for numbers that will be needed at the end, so that they come into the cache meanwhile."""
        byte = ir.IntType(8).as_pointer()
        signature = ir.FunctionType(ir.VoidType(), [byte, _FLAG, _FLAG, _FLAG])
        prefetch = self._builder.module.declare_intrinsic("llvm.prefetch", (byte,), signature)
        for place in (place for block in blocks for place in block):
            self._builder.call(prefetch, [self._builder.bitcast(place, byte), _FLAG(1), _FLAG(3), _FLAG(1)])

    def zeros(self, sums, count):
        zero = ir.Constant(self._register, [0.0] * self._lanes)
        result = [[cgutils.alloca_once(self._builder, self._register) for _ in range(count)] for _ in range(sums)]
        for each in (each for block in result for each in block):
            self._builder.store(zero, each)
        return result

    def add(self, sums, factors, row):
        """Add the row, times its factor for each of the sums."""
        numbers = [self._load(place) for place in row]
        for block, factor in zip(sums, factors, strict=True):
            spread = self._spread(self._builder.load(factor))
            for total, number in zip(block, numbers, strict=True):
                self._builder.store(self._sum(self._builder.load(total), self._product(spread, number)), total)

    def store(self, targets, keep, old, factor, sums):
        """targets = keep * old + factor * sums"""
        keep, factor = self._spread(keep), self._spread(factor)
        for blocks in zip(targets, old, sums, strict=True):
            for place, before, total in zip(*blocks, strict=True):
                change = self._product(factor, self._builder.load(total))
                result = self._sum(self._product(keep, self._load(before)), change)
                self._builder.store(result, place, align=self._bytes)

    def _load(self, place):
        return self._builder.load(place, align=self._bytes)

    def _spread(self, number):
        """A register full of the number."""
        one = self._builder.insert_element(ir.Constant(self._register, ir.Undefined), number, _FLAG(0))
        return self._builder.shuffle_vector(one, one, ir.Constant(ir.VectorType(_FLAG, self._lanes), [0] * self._lanes))

    def _product(self, a, b):
        return self._builder.fmul(a, b, flags=("contract",))

    def _sum(self, a, b):
        return self._builder.fadd(a, b, flags=("contract",))
