using System.Numerics;
using Descent.Matrices;

namespace Descent.Tests.Strictness;

/// <summary>
/// What operations on whole matrices are where plain copies and trees have them: products as three loops, in the order of additions that is documented. Of what
/// is iterated, orthogonalization and factorizations, the library's own functions over views: what they compute is held elsewhere, and here that
/// rules apply them to the right matrices in the right order.
/// </summary>
internal static class PlainMatrices
{
    /// <summary>Applies an operation.</summary>
    /// <param name="operation">Its name.</param>
    /// <param name="values">The values of the weights, row by row.</param>
    /// <param name="squares">The square states that it takes, which it may change.</param>
    /// <param name="numbers">The numbers that it takes.</param>
    /// <param name="columns">How many columns there are.</param>
    /// <returns>What it gives each weight; nothing of meaning if it gives none.</returns>
    public static T[] Apply<T>(string operation, T[] values, T[][] squares, double[] numbers, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rows = values.Length / columns;
        var value = new ReadOnlyMatrixView<T>(values, rows, columns);
        var (result, workspace) = (new T[values.Length], new MatrixWorkspace());
        switch (operation)
        {
            case "MultiplyLeft":
                return Product(squares[0], values, rows);
            case "MultiplyRight":
                return Product(values, squares[0], columns);
            case "ToBasis":
                return Product(Product(Transposed(squares[0], rows), values, rows), squares[1], columns);
            case "FromBasis":
                return Product(Product(squares[0], values, rows), Transposed(squares[1], columns), columns);
            case "AddGramOfRows":
                AddGram(values, columns, squares[0], T.CreateTruncating(numbers[0]), T.CreateTruncating(numbers[1]));
                break;
            case "AddGramOfColumns":
                AddGram(Transposed(values, columns), rows, squares[0], T.CreateTruncating(numbers[0]), T.CreateTruncating(numbers[1]));
                break;
            case "Orthogonalize":
                Matrix.OrthogonalizeInSteps<T>(value, (int)numbers[0], numbers[1], numbers[2] != 0, new(result, rows, columns), workspace);
                break;
            case "RefineBasis":
                Matrix.RefineBasisOf<T>(value, Square(squares[0]), Square(squares[1]), Square(squares[2]), Square(squares[3]), new(result, rows, columns), workspace);
                break;
            case "InverseRoot":
                Matrix.InverseRoot<T>(Square(squares[0]), (int)numbers[0], numbers[1], Square(squares[1]), workspace);
                break;
            case "Eigenvectors":
                Matrix.EigenvectorsAlone<T>(Square(squares[0]), Square(squares[1]), workspace);
                break;
            case "MultiplySquares":
                Product(squares[0], squares[1], Size(squares[0])).CopyTo(squares[2], 0);
                break;
            case "Transpose":
                Transposed(squares[0], Size(squares[0])).CopyTo(squares[1], 0);
                break;
            case "Qr":
                Matrix.Qr<T>(Square(squares[0]), Square(squares[1]), Square(squares[2]), workspace);
                break;
            case "Turn":
                return [.. values.Select((_, place) => (values[((rows - 1 - (place / columns)) * columns) + (place % columns)] * T.CreateTruncating(numbers[0])) + squares[0][place / columns * (rows + 1)])];
            case "Combine":
                return [.. values.Take(values.Length / 2).Select((first, place) => Other(values, place, columns) is var other && numbers[0] != 0 ? first - other : first + other)];
            case "Shift":
                var before = (T[])squares[0].Clone();
                before.Select((_, place) => before[(place + (int)numbers[0]) % before.Length] * T.CreateTruncating(numbers[1])).ToArray().CopyTo(squares[0], 0);
                break;
            default:
                throw new NotSupportedException(operation);
        }

        return result;
    }

    /// <summary>A square matrix with a number on its diagonal.</summary>
    public static double[] Diagonal(int size, double value) => [.. Enumerable.Range(0, size * size).Select(place => place % (size + 1) == 0 ? value : 0)];

    /// <summary>Of two matrices one after the other, the second's value in the column that is as far from the last as a place's is from the first.</summary>
    private static T Other<T>(T[] both, int place, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => both[(both.Length / 2) + (place / columns * columns) + columns - 1 - (place % columns)];

    private static int Size<T>(T[] square) => (int)Math.Round(Math.Sqrt(square.Length));

    private static MatrixView<T> Square<T>(T[] values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => new(values, Size(values), Size(values));

    /// <summary>The product of two matrices, of which the first has as many columns as is said: a chain of fused multiply-adds for each element, from 0.</summary>
    private static T[] Product<T>(T[] left, T[] right, int depth)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (rows, columns) = (left.Length / depth, right.Length / depth);
        var product = new T[rows * columns];
        for (var place = 0; place < product.Length; place++)
        {
            for (var term = 0; term < depth; term++)
            {
                product[place] = T.FusedMultiplyAdd(left[(place / columns * depth) + term], right[(term * columns) + (place % columns)], product[place]);
            }
        }

        return product;
    }

    /// <summary>Adds a matrix times its transpose to a symmetric one, of which what is on and below the diagonal counts.</summary>
    private static void AddGram<T>(T[] factor, int depth, T[] state, T decay, T share)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (gram, before, size) = (Product(factor, Transposed(factor, depth), depth), (T[])state.Clone(), factor.Length / depth);
        for (var place = 0; place < gram.Length; place++)
        {
            var (row, column) = Math.DivRem(place, size);
            state[place] = (gram[place] * share) + (before[(Math.Max(row, column) * size) + Math.Min(row, column)] * decay);
        }
    }

    private static T[] Transposed<T>(T[] matrix, int columns)
        => [.. Enumerable.Range(0, matrix.Length).Select(place => matrix[(place % (matrix.Length / columns) * columns) + (place / (matrix.Length / columns))])];
}
