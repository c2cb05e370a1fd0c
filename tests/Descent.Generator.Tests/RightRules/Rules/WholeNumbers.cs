// Rules that count: signs as whole numbers, loops written out, tables.

// Rprop+ (Riedmiller and Braun, 1993) with the signs of both gradients as whole numbers.
[Optimizer]
public sealed partial class RpropOfSigns
{
    [Hyperparameter(0.01, Above = 0)] public partial double Delta0 { get; set; }
    [Hyperparameter(1.2, Above = 1)] public partial double EtaPlus { get; set; }
    [Hyperparameter(0.5, Above = 0, Below = 1)] public partial double EtaMinus { get; set; }

    [Update]
    private void Update(ref double w, double g, [State(From = nameof(Delta0))] ref double delta, [State] ref double gOld)
    {
        var agreement = Math.Sign(g) * Math.Sign(gOld);
        delta = agreement switch { 1 => Math.Min(delta * EtaPlus, 50), -1 => Math.Max(delta * EtaMinus, 1e-6), _ => delta };
        if (agreement < 0)
        {
            g = 0;
        }

        w -= Math.Sign(g) * delta;
        gOld = g;
    }
}

// A vote of three averages with rates of their own: the weight goes where most of them point.
[Optimizer]
public sealed partial class Vote
{
    private static ReadOnlySpan<double> Rates => [0.9, 0.99, 0.999];

    [Hyperparameter(1e-3, Above = 0)] public partial double Lr { get; set; }

    [Update]
    private void Update(ref double w, double g, [State(Count = 3)] Span<double> means)
    {
        var votes = 0;
        for (var k = 0; k < means.Length; k++)
        {
            means[k] = Rates[k] * means[k] + (1 - Rates[k]) * g;
            votes += Math.Sign(means[k]);
        }

        w -= Lr * votes;
    }
}

// Adams–Bashforth of the third order: the last gradients by the weights of the method.
[Optimizer]
public sealed partial class AdamsBashforth
{
    private static ReadOnlySpan<double> Weights => [23.0 / 12, -16.0 / 12, 5.0 / 12];

    [Hyperparameter(0.01, Above = 0)] public partial double H { get; set; }

    [Update]
    private void Update(ref double w, double g, [State(Count = 2)] Span<double> past)
    {
        var step = 0.0;
        for (var k = Weights.Length - 1; k >= 0; k--)
        {
            var gradient = k == 0 ? g : past[k - 1];
            step += Weights[k] * gradient;
            if (k < past.Length)
            {
                past[k] = gradient;
            }
        }

        w -= H * step;
    }
}
