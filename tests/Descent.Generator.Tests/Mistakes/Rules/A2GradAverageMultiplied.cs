// The average of all gradients moves by the step number times the difference, where it should move by a share of it.
// Seen in: pytorch_optimizer 3.9.0, A2Grad.
// Expected: DSC0218
[Optimizer]
public sealed partial class A2GradAverageMultiplied
{
    [Hyperparameter(10, Min = 0)] public partial double Beta { get; set; }
    [Hyperparameter(10, Above = 0)] public partial double Lipschitz { get; set; }

    [Update]
    private void Update(
        ref double weight, double gradient, [State] ref double average, [State(From = nameof(weight))] ref double x,
        [State(Per = Per.Tensor)] ref double v, [State(Per = Per.Tensor, Initial = 1)] ref double alpha, [Step] int t)
    {
        var nextAlpha = 2.0 / (t + 3);
        average = t == 1 ? gradient : average + (t + 1) * (gradient - average);
        var delta = gradient - average;
        v += Reduce.Sum(delta * delta);
        var move = gradient / (2 * Lipschitz / (t + 1) + Beta * Math.Sqrt(v));
        x -= move;
        weight = (1 - nextAlpha) * weight + nextAlpha * x - (1 - nextAlpha) * alpha * move;
        alpha = nextAlpha;
    }
}
