// The weight keeps its place by the rate, and takes the step by all the rest.
// Expected: DSC0228
[Optimizer]
public sealed partial class OneMinusTheRate
{
    [Hyperparameter(0.01, Min = 0)] public partial double Eta { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Mu { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double v)
    {
        v = Mu * v + g;
        w -= (1 - Eta) * v;
    }
}
