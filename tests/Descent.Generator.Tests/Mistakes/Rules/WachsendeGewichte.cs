// A decay that is taken from the gradient instead of being added to it, with German names.
// Expected: DSC0217
[Optimizer]
public sealed partial class WachsendeGewichte
{
    [Hyperparameter(0.01, Min = 0)] public partial double Schrittweite { get; set; }
    [Hyperparameter(1e-4, Min = 0)] public partial double Gewichtsabnahme { get; set; }

    [Update]
    private void Update(ref double gewicht, double gradient, [State] ref double mittel)
    {
        gradient -= Gewichtsabnahme * gewicht;
        mittel = 0.9 * mittel + gradient;
        gewicht -= Schrittweite * mittel;
    }
}
