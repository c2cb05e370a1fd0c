// The constant that guards the division is 0 in the type of the weights. With half precision 1e-8 was enough for this; float has its own limit.
// Seen in: Adam in half precision, in every framework whose ε of 1e-8 was rounded to the type of the weights.
// Expected: DSC0214
[Optimizer]
public sealed partial class VanishedEpsilon
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double v)
    {
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        weight -= LearningRate * gradient / (Math.Sqrt(v) + 1e-50);
    }
}
