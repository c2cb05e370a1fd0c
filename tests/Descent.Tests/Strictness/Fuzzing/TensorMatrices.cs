using System.Numerics;

namespace Descent.Tests.Strictness.Fuzzing;

/// <summary>An operation on whole matrices in the evaluation of a random rule, which waits for the values of all weights.</summary>
/// <param name="Operation">Its name among plain matrices.</param>
/// <param name="Squares">The square states that it takes, as they are then; once it is applied, as it leaves them.</param>
/// <param name="Numbers">The numbers that it takes.</param>
internal sealed record TensorMatrices(string Operation, double[][] Squares, double[] Numbers)
{
    /// <summary>What waits, with arguments that are evaluated.</summary>
    public static TensorMatrices Of<T>(Node node, IReadOnlyList<Value<T>> arguments)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var given = node.Children.Zip(arguments).ToList();
        double[][] squares = [.. given.Where(pair => pair.First.Sort == Sort.Square).Select(pair => (double[])pair.Second.Square!.Clone())];
        double[] numbers =
        [
            .. given.Where((pair, index) => pair.First.Sort != Sort.Square && !IsMatrix(node, index))
                .Select(pair => pair.First.Sort switch { Sort.Integer => pair.Second.Integer, Sort.Condition => pair.Second.Condition ? 1 : 0, _ => pair.Second.Number }),
        ];
        var name = node.Text[(node.Text.IndexOf('.', StringComparison.Ordinal) + 1)..];
        return name switch
        {
            "Multiply" => new(name + (squares.Length == 3 ? "Squares" : node[0].Sort == Sort.Square ? "Left" : "Right"), squares, numbers),
            "Orthogonalize" when numbers.Length == 1 => new(name, squares, [numbers[0], 1e-7, 0]),
            "AddGramOfRows" or "AddGramOfColumns" => new(name, squares, [.. numbers, .. Enumerable.Repeat(1.0, 2 - numbers.Length)]),
            "Qr" when squares.Length == 2 => new(name, [.. squares, new double[squares[0].Length]], numbers),
            _ => new(name, squares, numbers),
        };
    }

    /// <summary>Whether an argument is a value of each weight, not a number.</summary>
    public static bool IsMatrix(Node node, int index) => node[index].Sort == Sort.Number && node.Children.Take(index).Count(child => child.Sort == Sort.Number) < node.Value;

    /// <summary>Applies it, in the type of the weights.</summary>
    /// <param name="values">The values of each weight, weight by weight.</param>
    /// <param name="length">How many weights there are.</param>
    /// <param name="columns">How many columns.</param>
    /// <returns>What it gives each weight.</returns>
    public double[] Apply<T>(List<double> values, int length, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var each = values.Count / length;
        var matrices = each == 0 ? new T[length] : [.. Enumerable.Range(0, each).SelectMany(first => Enumerable.Range(0, length).Select(weight => T.CreateTruncating(values[(weight * each) + first])))];
        var squares = Array.ConvertAll(Squares, square => Array.ConvertAll(square, T.CreateTruncating));
        var result = PlainMatrices.Apply(Operation, matrices, squares, Numbers, columns);
        for (var square = 0; square < squares.Length; square++)
        {
            Squares[square] = Array.ConvertAll(squares[square], double.CreateTruncating);
        }

        return Array.ConvertAll(result, double.CreateTruncating);
    }
}
