// The weight shrinks by the step size alone, whoever asks for it.
// Expected: DSC0227
[Optimizer]
public sealed partial class ShrinksByAlpha
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Alpha { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Mu { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double v)
    {
        v = Mu * v + g;
        w = (1 - Alpha) * w - Alpha * v;
    }
}
