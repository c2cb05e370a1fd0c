namespace Descent.Tests.Strictness.Fuzzing;

/// <summary>What a rule works on: a tensor's weights, and what belongs to it.</summary>
/// <param name="Weights">The weights.</param>
/// <param name="Gradients">Their gradients.</param>
/// <param name="States">The states with one value for each weight.</param>
/// <param name="Scalars">The value of each other state, by its number among all states.</param>
/// <param name="Inputs">The values of each input.</param>
internal sealed record Tensor<T>(T[] Weights, T[] Gradients, IReadOnlyList<T[]> States, double[] Scalars, IReadOnlyList<T[]> Inputs)
{
    /// <summary>The name of its parameter.</summary>
    public string Name { get; init; } = "weights";

    /// <summary>How many columns it has; all weights are one row unless set.</summary>
    public int Columns { get; init; } = Weights.Length;

    /// <summary>The values of each state with one for a row or column, by its number among all states.</summary>
    public double[][] Bands { get; init; } = [];

    public Tensor<T> Copy() => this with
    {
        Weights = [.. Weights],
        States = [.. States.Select(state => (T[])state.Clone())],
        Scalars = [.. Scalars],
        Bands = [.. Bands.Select(band => (double[])band.Clone())],
    };

    public void Take(Tensor<T> other)
    {
        other.Weights.CopyTo(Weights, 0);
        other.Scalars.CopyTo(Scalars, 0);
        other.Bands.CopyTo(Bands, 0);
        for (var state = 0; state < States.Count; state++)
        {
            other.States[state].CopyTo(States[state], 0);
        }
    }
}
