// The first step is the gradient itself; only later ones are scaled.
// Expected: DSC0228
[Optimizer]
public sealed partial class FirstStepWithoutAlpha
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Alpha { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Mu { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double v, [Step] int k)
    {
        v = k == 1 ? g : Mu * v + Alpha * g;
        w -= v;
    }
}
