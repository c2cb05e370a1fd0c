namespace Descent.Digest;

/// <summary>A rule that reduces in every way there is, so that no width of vector adds in another order.</summary>
[Optimizer]
internal sealed partial class EveryReduction
{
    [Update]
    private static void Update(ref double weight, double gradient, [State(Per = Per.Tensor, Initial = 0.5)] ref double norm)
    {
        var finite = double.IsFinite(gradient) ? gradient : 0;
        norm = 0.9 * norm + Math.Sqrt(Reduce.Sum(finite * finite)) / (1 + Reduce.Count(finite > 0));
        var all = Reduce.Sum(finite, Per.Optimizer);
        weight -= 0.1 * finite / (norm + 1e-3) * Reduce.Max(finite) + 1e-3 * Reduce.Min(finite) + 1e-6 * all;
    }
}
