using System.Numerics;
using System.Runtime.InteropServices;

namespace Descent.Matrices.Tests;

/// <summary>Every product has the bits of three plain loops, for every width of vectors, number of threads, transpose and shape.</summary>
public sealed class ProductTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 1 }, { 3, 4, 5 }, { 6, 32, 256 }, { 7, 33, 257 }, { 5, 70, 3 }, { 193, 33, 70 }, { 13, 200, 260 },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void Product_has_the_bits_of_three_loops(int rows, int columns, int depth)
    {
        Check<float>(rows, columns, depth);
        Check<double>(rows, columns, depth);
    }

    [Theory, InlineData(7, 5, 150_000), InlineData(400, 300, 40), InlineData(200, 230, 10_000)]
    public void Product_of_many_terms_or_tiles_has_them_too(int rows, int columns, int depth)
    {
        var inputs = new Inputs<float>(rows, columns, depth);
        foreach (var kind in Enum.GetValues<Kind>())
        {
            var places = Enumerable.Range(0, rows * (IsGram(kind) ? rows : columns)).Where(place => place % 41 == 0).ToArray();
            var expected = places.Select(place => Expected(inputs, kind, place)).ToArray();
            foreach (var threads in new[] { 1, 2, 5 })
            {
                var actual = Actual(inputs, kind, new() { MaxDegreeOfParallelism = threads }, false, false);
                AssertSameBits<float>(expected, places.Select(place => actual[place]).ToArray(), $"{kind}, {threads} threads");
            }
        }
    }

    private static void Check<T>(int rows, int columns, int depth)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var inputs = new Inputs<T>(rows, columns, depth);
        foreach (var kind in Enum.GetValues<Kind>())
        {
            var expected = Enumerable.Range(0, rows * (IsGram(kind) ? rows : columns)).Select(place => Expected(inputs, kind, place)).ToArray();
            foreach (var width in Enum.GetValues<VectorWidth>())
            {
                var workspace = new MatrixWorkspace(width) { MaxDegreeOfParallelism = 2 };
                for (var layout = 0; layout < 4; layout++)
                {
                    var actual = Actual(inputs, kind, workspace, (layout & 1) != 0, (layout & 2) != 0);
                    AssertSameBits<T>(expected, actual, $"{kind}, {width}, layout {layout}");
                }
            }
        }
    }

    private static void AssertSameBits<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, string what)
        where T : unmanaged
        => Assert.True(MemoryMarshal.AsBytes(expected).SequenceEqual(MemoryMarshal.AsBytes(actual)), what);

    private static bool IsGram(Kind kind) => kind is Kind.Gram or Kind.GramAddInPlace;

    private static T Expected<T>(Inputs<T> inputs, Kind kind, int place)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var columns = IsGram(kind) ? inputs.Rows : inputs.Columns;
        var (row, column) = Math.DivRem(place, columns);
        var sum = T.Zero;
        for (var term = 0; term < inputs.Depth; term++)
        {
            var right = IsGram(kind) ? inputs.Left[(column * inputs.Depth) + term] : inputs.Right[(term * columns) + column];
            sum = T.FusedMultiplyAdd(inputs.Left[(row * inputs.Depth) + term], right, sum);
        }

        return kind switch
        {
            Kind.Product or Kind.Gram => sum,
            Kind.GramAddInPlace => (sum * inputs.Scale) + (inputs.Symmetric[place] * inputs.AddendScale),
            _ => (sum * inputs.Scale) + (inputs.Addend[place] * inputs.AddendScale),
        };
    }

    private static T[] Actual<T>(Inputs<T> inputs, Kind kind, MatrixWorkspace workspace, bool transposesLeft, bool transposesRight)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (rows, columns, depth) = (inputs.Rows, inputs.Columns, inputs.Depth);
        var left = new ReadOnlyMatrixView<T>(inputs.Left, rows, depth);
        var right = new ReadOnlyMatrixView<T>(inputs.Right, depth, columns);
        var (leftCopy, rightCopy) = (new T[rows * depth], new T[depth * columns]);
        Matrix.Transpose(left, new MatrixView<T>(leftCopy, depth, rows));
        Matrix.Transpose(right, new MatrixView<T>(rightCopy, columns, depth));
        left = transposesLeft ? new ReadOnlyMatrixView<T>(leftCopy, depth, rows).Transposed : left;
        right = transposesRight ? new ReadOnlyMatrixView<T>(rightCopy, columns, depth).Transposed : right;

        // What lay in the result's memory before must not matter.
        var result = new T[kind is Kind.Gram ? rows * rows : rows * columns];
        result.AsSpan().Fill(T.NaN);
        var view = kind is Kind.GramAddInPlace ? default : new MatrixView<T>(result, rows, kind is Kind.Gram ? rows : columns);
        switch (kind)
        {
            case Kind.Product:
                Matrix.Multiply(left, right, view, workspace);
                break;
            case Kind.MultiplyAdd:
                Matrix.MultiplyAdd(left, right, inputs.Scale, new(inputs.Addend, rows, columns), inputs.AddendScale, view, workspace);
                break;
            case Kind.MultiplyAddInPlace:
                inputs.Addend.CopyTo(result, 0);
                Matrix.MultiplyAdd(left, right, inputs.Scale, view, inputs.AddendScale, view, workspace);
                break;
            case Kind.Gram:
                Matrix.Gram(left, view, workspace);
                break;
            case Kind.GramAddInPlace:
                result = [.. inputs.Symmetric];
                view = new(result, rows, rows);
                Matrix.GramAdd(left, inputs.Scale, view, inputs.AddendScale, view, workspace);
                break;
        }

        return result;
    }

    public enum Kind
    {
        Product,
        MultiplyAdd,
        MultiplyAddInPlace,
        Gram,
        GramAddInPlace,
    }

    private sealed class Inputs<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Random _random = new(1);

        public Inputs(int rows, int columns, int depth)
        {
            (Rows, Columns, Depth) = (rows, columns, depth);
            (Left, Right, Addend, Symmetric) = (Values(rows * depth), Values(depth * columns), Values(rows * columns), Values(rows * rows));
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < row; column++)
                {
                    Symmetric[(column * rows) + row] = Symmetric[(row * rows) + column];
                }
            }
        }

        public int Rows { get; }

        public int Columns { get; }

        public int Depth { get; }

        public T[] Left { get; }

        public T[] Right { get; }

        public T[] Addend { get; }

        public T[] Symmetric { get; }

        public T Scale { get; } = T.CreateTruncating(0.7);

        public T AddendScale { get; } = T.CreateTruncating(-1.3);

        private T[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => T.CreateTruncating((_random.NextDouble() * 2) - 1))];
    }
}
