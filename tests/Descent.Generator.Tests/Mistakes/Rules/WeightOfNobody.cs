// All is computed, and the last line is missing.
// Expected: DSC0101
[Optimizer]
public sealed partial class WeightOfNobody
{
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m)
    {
        m = Beta * m + (1 - Beta) * gradient;
    }
}
