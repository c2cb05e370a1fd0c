namespace Descent.Benchmarks.Norm;

/// <summary>Does nothing but reduce: keeps the norm of the gradient, and leaves the weights alone.</summary>
[Optimizer]
internal sealed partial class GradientNorm
{
    [Update]
    private static void Update(ref double weight, double gradient, [State(Scope = Scope.Tensor)] ref double norm)
        => norm = Math.Sqrt(Reduce.Sum(gradient * gradient));
}
