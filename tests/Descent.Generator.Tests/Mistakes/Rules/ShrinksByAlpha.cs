// The weight shrinks by the step size alone, whoever asks for it.
// Expected: DSC0227
[Optimizer]
public sealed partial class ShrinksByAlpha
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Alpha { get; set; }

    [Update]
    private void Update(ref double w, double g)
    {
        w = (1 - Alpha) * w - Alpha * g;
    }
}
