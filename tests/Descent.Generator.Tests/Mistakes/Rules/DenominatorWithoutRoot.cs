// AdaGrad without its root; what guards the division is called δ.
// Expected: DSC0220
[Optimizer]
public sealed partial class DenominatorWithoutRoot
{
    [Hyperparameter(0.1, Min = 0)] public partial double Eta { get; set; }
    [Hyperparameter(1e-3, Min = 0)] public partial double Delta { get; set; }

    [Update]
    private void Update(ref double x, double g, [State] ref double s)
    {
        s += g * g;
        x -= Eta * g / (s + Delta);
    }
}
