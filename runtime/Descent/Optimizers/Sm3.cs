namespace Descent;

/// <summary>
/// SM3-II (Anil, Gupta, Koren and Singer, 2019, arXiv:1901.11150): AdaGrad whose sums of squares are bounded by one number for each row and
/// one for each column, so that its memory is that of the rows and columns alone. On a vector it is AdaGrad.
/// </summary>
/// <remarks>
/// ν = min(rᵢ, cⱼ) + g², w −= η g / √(ν + ε); then rᵢ and cⱼ are the largest ν of their row and column. With <see cref="Decay"/> ν is an average,
/// and the bounds do not fall.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class Sm3
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-1, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the squares per step, β, in [0, 1); 0 adds them up.</summary>
    [Hyperparameter(0, Min = 0, Below = 1)]
    public partial double Decay { get; set; }

    /// <summary>Added inside the square root, ε, greater than 0.</summary>
    [Hyperparameter(1e-30, Above = 0)]
    public partial double Epsilon { get; set; }

    [Update]
    private void Update(
        ref double weight, double gradient, [State(Per = Per.Row)] ref double rowBound, [State(Per = Per.Column)] ref double columnBound)
    {
        var bound = Math.Min(rowBound, columnBound);
        var squares = (Decay > 0 ? Decay * bound : bound) + (1 - Decay) * (gradient * gradient);
        var (ofRow, ofColumn) = (Reduce.Max(squares, Per.Row), Reduce.Max(squares, Per.Column));
        rowBound = Decay > 0 ? Math.Max(rowBound, ofRow) : ofRow;
        columnBound = Decay > 0 ? Math.Max(columnBound, ofColumn) : ofColumn;
        weight -= LearningRate * (gradient / Math.Sqrt(squares + Epsilon));
    }
}
