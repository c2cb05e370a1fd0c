// Graves puts ε under the root; without it there, the root of −1e-20 was NaN, and some weights became it after a while.
// Seen in: MXNet, RMSProp after Graves (pull request 6235).
// Expected: DSC0212
[Optimizer]
public sealed partial class MxNetCentredRmsProp
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }
    [Hyperparameter(0.95, Min = 0, Below = 1)] public partial double Gamma { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double n, [State] ref double g, [State] ref double delta)
    {
        n = (1 - Gamma) * gradient * gradient + Gamma * n;
        g = (1 - Gamma) * gradient + Gamma * g;
        delta = Momentum * delta - LearningRate * gradient / (Math.Sqrt(n - g * g) + Epsilon);
        weight += delta;
    }
}
