namespace Descent;

/// <summary>
/// <see cref="Sm3"/> with momentum (Anil, Gupta, Koren and Singer, 2019, arXiv:1901.11150): an average of its scaled gradients, at the price of
/// one more value for each weight.
/// </summary>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class Sm3WithMomentum
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-1, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the average of scaled gradients, μ, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Momentum { get; set; }

    /// <summary>Decay of the squares per step, β, in [0, 1); 0 adds them up.</summary>
    [Hyperparameter(0, Min = 0, Below = 1)]
    public partial double Decay { get; set; }

    /// <summary>Added inside the square root, ε, greater than 0.</summary>
    [Hyperparameter(1e-30, Above = 0)]
    public partial double Epsilon { get; set; }

    [Update]
    private void Update(
        ref double weight, double gradient, [State(Per = Per.Row)] ref double rowBound, [State(Per = Per.Column)] ref double columnBound,
        [State] ref double average)
    {
        var bound = Math.Min(rowBound, columnBound);
        var squares = (Decay > 0 ? Decay * bound : bound) + (1 - Decay) * (gradient * gradient);
        var (ofRow, ofColumn) = (Reduce.Max(squares, Per.Row), Reduce.Max(squares, Per.Column));
        rowBound = Decay > 0 ? Math.Max(rowBound, ofRow) : ofRow;
        columnBound = Decay > 0 ? Math.Max(columnBound, ofColumn) : ofColumn;
        average = Formulas.MovingAverage(average, gradient / Math.Sqrt(squares + Epsilon), Momentum);
        weight -= LearningRate * average;
    }
}
