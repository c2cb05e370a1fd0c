// The step size scales the decay and is missing where the step is.
// Expected: DSC0228
[Optimizer]
public sealed partial class StepSizeInTheDecayOnly
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Alpha { get; set; }
    [Hyperparameter(0.01, Min = 0)] public partial double Lambda { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Rho { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Delta { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double r)
    {
        r = Rho * r + (1 - Rho) * g * g;
        w -= Alpha * Lambda * w;
        w -= 0.001 * g / (Math.Sqrt(r) + Delta);
    }
}
