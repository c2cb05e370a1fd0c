// The parenthesis closes after the first factor of the square.
// Expected: DSC0201
[Optimizer]
public sealed partial class SlippedInASquare
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Rate { get; set; }
    [Hyperparameter(0.99, Min = 0, Below = 1)] public partial double Rho { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double s)
    {
        s = Rho * s + (1 - Rho * g) * g;
        w -= Rate * g / (Math.Sqrt(Math.Abs(s)) + 1e-8);
    }
}
