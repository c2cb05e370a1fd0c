// The velocity holds α already, and α is nowhere called a learning rate.
// Expected: DSC0206
[Optimizer]
public sealed partial class AlphaTwice
{
    [Hyperparameter(1e-2, Min = 0)] public partial double Alpha { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Mu { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double v)
    {
        v = Mu * v - Alpha * g;
        w += Alpha * v;
    }
}
