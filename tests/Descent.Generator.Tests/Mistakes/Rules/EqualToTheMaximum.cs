// Whether the maximum is this value is asked with ==, of numbers that were rounded on their ways.
// Expected: DSC0222
[Optimizer]
public sealed partial class EqualToTheMaximum
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double v)
    {
        var largest = Math.Max(Beta * v, Math.Abs(gradient));
        weight -= LearningRate * (largest == 0.1 ? 0 : gradient);
        v = largest;
    }
}
