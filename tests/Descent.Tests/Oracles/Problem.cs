using System.Numerics;

namespace Descent.Tests.Oracles;

/// <summary>Where a trajectory starts and what gradients it meets.</summary>
/// <param name="Shapes">The shape of each tensor.</param>
/// <param name="Start">The initial weights of each tensor.</param>
/// <param name="Steps">How many steps are recorded.</param>
internal abstract record Problem(nint[][] Shapes, double[][] Start, int Steps)
{
    /// <summary>The problem of a name. B and B32 are one problem, run in double and in float; CZ is C with a second tensor of zeros,
    /// CT with a tall first one.</summary>
    public static Problem Named(string name)
    {
        var problems = OracleFile.Document("problems.json");
        var problem = problems.GetProperty(name switch { "B32" => "B", "CZ" or "CT" => "C", _ => name });
        var steps = problem.GetProperty("steps").GetInt32();
        switch (name)
        {
            case "A":
                return new Bowl(OracleFile.Vector(problem.GetProperty("start")), steps);
            case "B" or "B32":
                var weights = OracleFile.Vector(problem.GetProperty("w0"));
                return new Recorded([[weights.Length]], [weights], [OracleFile.Array(problem.GetProperty("g"), OracleFile.Vector)]);
            case "C" or "CZ" or "CT":
                var starts = OracleFile.Array(problem.GetProperty("w0"), OracleFile.Vector);
                var shapes = OracleFile.Array(problem.GetProperty("shapes"), shape => OracleFile.Array(shape, size => (nint)size.GetInt32()));
                return new Recorded(
                    name == "CT" ? [[.. shapes[0].Reverse()], .. shapes[1..]] : shapes,
                    name == "CZ" ? [starts[0], new double[starts[1].Length]] : starts,
                    OracleFile.Array(problem.GetProperty("g"), tensor => OracleFile.Array(tensor, OracleFile.Vector)));
            default:
                throw new ArgumentOutOfRangeException(nameof(name), name, "No such problem.");
        }
    }

    /// <summary>Writes the gradient of a tensor at a step, from 1, where the weights are these.</summary>
    public abstract void Gradient<T>(int tensor, int step, ReadOnlySpan<T> weights, Span<T> gradient)
        where T : IBinaryFloatingPointIeee754<T>;
}

/// <summary>f(x, y) = x²/20 + y², the shallow bowl of the lectures: the gradient depends on the weights, so errors compound.</summary>
internal sealed record Bowl(double[] StartPoint, int Steps) : Problem([[2]], [StartPoint], Steps)
{
    /// <inheritdoc/>
    public override void Gradient<T>(int tensor, int step, ReadOnlySpan<T> weights, Span<T> gradient)
    {
        gradient[0] = weights[0] / T.CreateTruncating(10);
        gradient[1] = T.CreateTruncating(2) * weights[1];
    }
}

/// <summary>Gradients that were recorded, whatever the weights are.</summary>
internal sealed record Recorded(nint[][] Shapes, double[][] Start, double[][][] Gradients) : Problem(Shapes, Start, Gradients[0].Length)
{
    /// <summary>The same with the mean of each row taken from the gradients of matrices (Yong et al., 2020, arXiv:2004.01461).</summary>
    public Recorded WithCenteredRows() => this with
    {
        Gradients = [.. Gradients.Select((tensor, k) => Shapes[k].Length > 1 ? [.. tensor.Select(gradient => Centered(gradient, (int)Shapes[k][0]))] : tensor)],
    };

    /// <inheritdoc/>
    public override void Gradient<T>(int tensor, int step, ReadOnlySpan<T> weights, Span<T> gradient)
    {
        var recorded = Gradients[tensor][step - 1];
        for (var i = 0; i < gradient.Length; i++)
        {
            gradient[i] = T.CreateTruncating(recorded[i]);
        }
    }

    private static double[] Centered(double[] gradient, int rows)
        => [.. gradient.Chunk(gradient.Length / rows).SelectMany(row => row.Select(value => value - row.Average()))];
}
