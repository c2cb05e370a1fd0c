// The first moment is averaged with β₁ᵗ for β₁: after some steps it is the gradient alone.
// Seen in: Blocks, Adam (pull request 1144).
// Not caught: a decay that falls from step to step is what the convergence proof of Adam asks for, and NAdam has one that rises.
[Optimizer]
public sealed partial class AdamDecayOfTheStep
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State] ref double v, [State(Per = Per.Tensor, Initial = 1)] ref double product, [Step] int t)
    {
        var beta = Math.Pow(Beta1, t);
        product *= beta;
        m = beta * m + (1 - beta) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        var mHat = m / (1 - product);
        var vHat = v / (1 - Math.Pow(Beta2, t));
        weight -= LearningRate * mHat / (Math.Sqrt(vHat) + Epsilon);
    }
}
