// A power that is no whole number, of a gradient that is negative half of the time: NaN.
// Expected: DSC0213
[Optimizer]
public sealed partial class CubeRootOfTheGradient
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }

    [Update]
    private void Update(ref double weight, double gradient)
    {
        weight -= LearningRate * Math.Pow(gradient, 1.0 / 3);
    }
}
