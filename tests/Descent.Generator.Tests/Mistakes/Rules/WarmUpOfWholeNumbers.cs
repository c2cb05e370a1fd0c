// Both numbers are whole: the warm-up is 0 until its last step.
// Expected: DSC0223
[Optimizer]
public sealed partial class WarmUpOfWholeNumbers
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Peak { get; set; }
    [Hyperparameter(1000, Min = 1)] public partial int Warm { get; set; }

    [Update]
    private void Update(ref double w, double g, [Step] int t)
    {
        w -= Peak * Math.Min(1.0, t / Warm) * g;
    }
}
