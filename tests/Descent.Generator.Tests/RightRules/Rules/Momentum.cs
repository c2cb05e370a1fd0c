// Momentum in its many forms.

// Nesterov (1983) with t_k = (1 + sqrt(1 + 4 t²)) / 2; the sequence is a state of the step.
[Optimizer]
public sealed partial class NesterovSequence
{
    [Hyperparameter(0.01, Min = 0)] public partial double S { get; set; }

    [Update]
    private void Iterate(ref double y, double gradient, [State(From = nameof(y))] ref double x, [State(Per = Per.Tensor, Initial = 1)] ref double theta)
    {
        var next = (1 + Math.Sqrt(1 + 4 * theta * theta)) / 2;
        var xNext = y - S * gradient;
        y = xNext + (theta - 1) / next * (xNext - x);
        x = xNext;
        theta = next;
    }
}

// Su, Boyd and Candès (2014): (k − 1) / (k + r − 1) with r = 3.
[Optimizer]
public sealed partial class NesterovOde
{
    [Hyperparameter(0.01, Min = 0)] public partial double H { get; set; }
    [Hyperparameter(3, Min = 3)] public partial double R { get; set; }

    [Update]
    private void Iterate(ref double y, double grad, [State(From = nameof(y))] ref double xOld, [Step] int k)
    {
        var x = y - H * grad;
        y = x + (k - 1) / (k + R - 1) * (x - xOld);
        xOld = x;
    }
}

// Quasi-hyperbolic momentum (Ma and Yarats, 2019).
[Optimizer]
public sealed partial class QuasiHyperbolic
{
    [Hyperparameter(1, Min = 0)] public partial double Alpha { get; set; }
    [Hyperparameter(0.7, Min = 0, Max = 1)] public partial double Nu { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta { get; set; }
    [Hyperparameter(1e-4, Min = 0)] public partial double Weight_Decay { get; set; }

    [Update]
    private void Update(ref double theta, double gradient, [State] ref double buffer)
    {
        gradient += Weight_Decay * theta;
        buffer = Beta * buffer + (1 - Beta) * gradient;
        theta -= Alpha * ((1 - Nu) * gradient + Nu * buffer);
    }
}

// AggMo (Lucas et al., 2019): three velocities with the dampings 0, 0.9 and 0.99, in a span.
[Optimizer]
public sealed partial class AggregatedMomentum
{
    [Hyperparameter(0.1, Min = 0)] public partial double Gamma { get; set; }

    [Update]
    private void Update(ref double theta, double gradient, [State(Count = 3)] Span<double> v)
    {
        v[0] = -gradient;
        v[1] = 0.9 * v[1] - gradient;
        v[2] = 0.99 * v[2] - gradient;
        theta += Gamma / 3 * (v[0] + v[1] + v[2]);
    }
}

// The mean of the last four gradients, which move up in a loop.
[Optimizer]
public sealed partial class WindowedMean
{
    [Hyperparameter(0.01, Min = 0)] public partial double Eta { get; set; }

    [Update]
    private void Update(ref double w, double g, [State(Count = 4)] Span<double> h)
    {
        for (var i = 3; i > 0; i--)
        {
            h[i] = h[i - 1];
        }

        h[0] = g;
        w -= Eta * (h[0] + h[1] + h[2] + h[3]) / 4;
    }
}

// Accelerated SGD (Kidambi et al., 2018) with the names of its paper.
[Optimizer]
public sealed partial class AcceleratedSgd
{
    [Hyperparameter(0.01, Above = 0)] public partial double Delta { get; set; }
    [Hyperparameter(1000, Min = 1)] public partial double Kappa { get; set; }
    [Hyperparameter(10, Min = 1)] public partial double Xi { get; set; }

    [Update]
    private void Update(ref double w, double g, [State(From = nameof(w))] ref double running)
    {
        const double SmallConst = 0.7;
        var longStep = Delta * Kappa / SmallConst;
        var beta = SmallConst * SmallConst * Xi / Kappa;
        var alpha = 1 - beta;
        var zeta = SmallConst / (SmallConst + beta);
        running = alpha * running + beta * (w - longStep * g);
        w = zeta * (w - Delta * g) + (1 - zeta) * running;
    }
}

// Triple momentum (Van Scoy et al., 2018) for curvatures between m and L.
[Optimizer]
public sealed partial class TripleMomentum
{
    [Hyperparameter(100, Above = 0)] public partial double L { get; set; }
    [Hyperparameter(1, Above = 0)] public partial double M { get; set; }

    [Update]
    private void Update(ref double y, double gradient, [State(From = nameof(y))] ref double xi, [State(From = nameof(y))] ref double xiOld)
    {
        var rho = 1 - Math.Sqrt(M / L);
        var alpha = (1 + rho) / L;
        var beta = rho * rho / (2 - rho);
        var gamma = rho * rho / ((1 + rho) * (2 - rho));
        var next = (1 + beta) * xi - beta * xiOld - alpha * gradient;
        xiOld = xi;
        xi = next;
        y = (1 + gamma) * xi - gamma * xiOld;
    }
}

// A PID controller on the gradient (An et al., 2018).
[Optimizer]
public sealed partial class PidController
{
    [Hyperparameter(0.01, Min = 0)] public partial double R { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Alpha { get; set; }
    [Hyperparameter(10, Min = 0)] public partial double Kd { get; set; }

    [Update]
    private void Update(ref double theta, double g, [State] ref double v, [State] ref double d, [State] ref double gOld, [Step] int t)
    {
        var change = t == 1 ? 0 : g - gOld;
        v = Alpha * v - R * g;
        d = Alpha * d + (1 - Alpha) * change;
        gOld = g;
        theta += v - Kd * R * d;
    }
}

// Leaky momentum, the form of the backpropagation papers: Δw(t) = −η g + α Δw(t − 1), kept as Δw.
[Optimizer]
public sealed partial class DeltaRule
{
    [Hyperparameter(0.25, Min = 0)] public partial double Eta { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Alpha { get; set; }

    [Update]
    private void Update(ref double w, double dEdw, [State] ref double deltaW) => w += deltaW = -Eta * dEdw + Alpha * deltaW;
}

// Momentum as an average with its bias corrected, written as an interpolation with the weight 1 / n at first.
[Optimizer]
public sealed partial class WarmedAverage
{
    [Hyperparameter(0.01, Min = 0)] public partial double Rate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double mean, [Step] int n)
    {
        var share = Math.Max(1 - Beta, 1.0 / n);
        mean += share * (g - mean);
        w -= Rate * mean;
    }
}

// Nesterov's look-ahead in two methods: there, gradient, and on from where it started.
[Optimizer]
public sealed partial class LookAheadNesterov
{
    [Hyperparameter(0.01, Min = 0)] public partial double Rate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }

    [BeforeGradient]
    private void LookAhead(ref double w, [State] ref double v) => w += Momentum * v;

    [Update]
    private void Update(ref double w, double g, [State] ref double v)
    {
        v = Momentum * v - Rate * g;
        w -= Rate * g;
    }
}

// Adaptive restart (O'Donoghue and Candès, 2015): the velocity of a weight starts anew where it climbs.
[Optimizer]
public sealed partial class RestartedMomentum
{
    [Hyperparameter(0.01, Min = 0)] public partial double Rate { get; set; }
    [Hyperparameter(0.95, Min = 0, Below = 1)] public partial double Momentum { get; set; }
    [Hyperparameter(true)] public partial bool Restart { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double v)
    {
        if (Restart && v * g > 0)
        {
            v = 0;
        }

        v = Momentum * v - Rate * g;
        w += v;
    }
}
