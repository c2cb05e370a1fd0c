namespace Descent.Benchmarks.Norm;

/// <summary>Does nothing but reduce: keeps the norm of the gradient, and leaves the weights alone.</summary>
[Optimizer]
internal sealed partial class GradientNorm
{
#pragma warning disable DSC0101, DSC0103 // It is there to be timed: the norm is all it does.
    [Update]
    private static void Update(ref double weight, double gradient, [State(Per = Per.Tensor)] ref double norm)
        => norm = Math.Sqrt(Reduce.Sum(gradient * gradient));
#pragma warning restore DSC0101, DSC0103
}
