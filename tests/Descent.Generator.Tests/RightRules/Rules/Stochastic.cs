// Rules with random inputs, and rules that get more than one gradient.

// Stochastic gradient Langevin dynamics (Welling and Teh, 2011).
[Optimizer]
public sealed partial class Langevin
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Epsilon { get; set; }
    [Hyperparameter(1, Min = 0)] public partial double Temperature { get; set; }

    [Update]
    private void Update(ref double theta, double g, [Input] double normal)
        => theta += -Epsilon / 2 * g + Math.Sqrt(Epsilon * Temperature) * normal;
}

// Preconditioned SGLD (Li et al., 2016).
[Optimizer]
public sealed partial class PreconditionedLangevin
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.99, Min = 0, Below = 1)] public partial double Alpha { get; set; }
    [Hyperparameter(1e-5, Above = 0)] public partial double Lambda { get; set; }
    [Hyperparameter(1e-4, Min = 0)] public partial double PriorPrecision { get; set; }

    [Update]
    private void Update(ref double theta, double g, [Input] double normal, [State] ref double v)
    {
        g += PriorPrecision * theta;
        v = Alpha * v + (1 - Alpha) * g * g;
        var preconditioner = 1 / (Lambda + Math.Sqrt(v));
        theta += -Lr / 2 * preconditioner * g + Math.Sqrt(Lr * preconditioner) * normal;
    }
}

// Stochastic gradient Hamiltonian Monte Carlo (Chen et al., 2014), equation 15.
[Optimizer]
public sealed partial class Hamiltonian
{
    [Hyperparameter(1e-4, Min = 0)] public partial double Eta { get; set; }
    [Hyperparameter(0.1, Above = 0, Max = 1)] public partial double Friction { get; set; }

    [Update]
    private void Update(ref double theta, double g, [Input] double normal, [State] ref double v)
    {
        v += -Eta * g - Friction * v + Math.Sqrt(2 * Friction * Eta) * normal;
        theta += v;
    }
}

// Gradient noise of Neelakantan et al. (2015) under Adam.
[Optimizer]
public sealed partial class NoisyGradients
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.3, Min = 0)] public partial double Eta { get; set; }

    [Update]
    private void Update(ref double w, double g, [Input] double normal, [State] ref double m, [State] ref double v, [Step] int t)
    {
        g += Math.Sqrt(Eta / Math.Pow(1 + t, 0.55)) * normal;
        m = 0.9 * m + 0.1 * g;
        v = 0.999 * v + 0.001 * g * g;
        w -= Lr * m / (1 - Math.Pow(0.9, t)) / (Math.Sqrt(v / (1 - Math.Pow(0.999, t))) + 1e-8);
    }
}

// Differentially private SGD (Abadi et al., 2016): the sum of clipped gradients comes in, the noise has its own input.
[Optimizer]
public sealed partial class DifferentiallyPrivate
{
    [Hyperparameter(0.05, Min = 0)] public partial double Eta { get; set; }
    [Hyperparameter(1.1, Min = 0)] public partial double Sigma { get; set; }
    [Hyperparameter(1, Above = 0)] public partial double C { get; set; }
    [Hyperparameter(256, Min = 1)] public partial int LotSize { get; set; }

    [Update]
    private void Update(ref double w, double clippedSum, [Input] double normal)
        => w -= Eta * (clippedSum + Sigma * C * normal) / LotSize;
}

// Dropped gradients: a uniform number decides whether a weight takes part.
[Optimizer]
public sealed partial class LearningRateDropout
{
    [Hyperparameter(0.1, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.5, Above = 0, Max = 1)] public partial double Keep { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }

    [Update]
    private void Update(ref double w, double g, [Input] double uniform, [State] ref double v)
    {
        v = Momentum * v + g;
        w -= uniform < Keep ? Lr * v : 0;
    }
}

// Weights on a grid, rounded up or down by chance (Gupta et al., 2015).
[Optimizer]
public sealed partial class StochasticRounding
{
    [Hyperparameter(0.1, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.00390625, Above = 0)] public partial double Grid { get; set; }

    [Update]
    private void Update(ref double w, double g, [Input] double uniform)
        => w = Math.Floor((w - Lr * g) / Grid + uniform) * Grid;
}

// SVRG (Johnson and Zhang, 2013): the gradient at the snapshot and the full gradient there are inputs.
[Optimizer]
public sealed partial class VarianceReduced
{
    [Hyperparameter(0.01, Min = 0)] public partial double Eta { get; set; }

    [Update]
    private void Update(ref double w, double g, [Input] double gAtSnapshot, [Input] double fullGradient)
        => w -= Eta * (g - gAtSnapshot + fullGradient);
}

// STORM (Cutkosky and Orabona, 2019): the gradient of the same batch at the last weights is an input.
[Optimizer]
public sealed partial class RecursiveMomentum
{
    [Hyperparameter(0.05, Min = 0)] public partial double Eta { get; set; }
    [Hyperparameter(0.1, Above = 0, Max = 1)] public partial double A { get; set; }

    [Update]
    private void Update(ref double x, double g, [Input] double gAtLast, [State] ref double d, [Step] int t)
    {
        d = t == 1 ? g : g + (1 - A) * (d - gAtLast);
        x -= Eta * d;
    }
}

// FedProx (Li et al., 2020): a pull towards the weights of the server.
[Optimizer]
public sealed partial class FederatedProximal
{
    [Hyperparameter(0.01, Min = 0)] public partial double ClientRate { get; set; }
    [Hyperparameter(0.1, Min = 0)] public partial double Mu { get; set; }

    [Update]
    private void Update(ref double w, double g, [Input] double global) => w -= ClientRate * (g + Mu * (w - global));
}

// SCAFFOLD (Karimireddy et al., 2020): control variates of the client and the server.
[Optimizer]
public sealed partial class ControlVariates
{
    [Hyperparameter(0.01, Min = 0)] public partial double Eta { get; set; }

    [Update]
    private void Update(ref double y, double g, [Input] double clientControl, [Input] double serverControl)
        => y -= Eta * (g - clientControl + serverControl);
}

// Elastic averaging (Zhang et al., 2015): the centre is an input.
[Optimizer]
public sealed partial class ElasticAveraging
{
    [Hyperparameter(0.05, Min = 0)] public partial double Eta { get; set; }
    [Hyperparameter(0.1, Min = 0)] public partial double Rho { get; set; }

    [Update]
    private void Update(ref double x, double g, [Input] double centre) => x = x - Eta * g - Eta * Rho * (x - centre);
}

// EF-signSGD (Karimireddy et al., 2019): what compression lost comes back.
[Optimizer]
public sealed partial class ErrorFeedback
{
    [Hyperparameter(0.01, Min = 0)] public partial double Gamma { get; set; }

    [Update]
    private void Update(ref double x, double g, [State] ref double e)
    {
        var p = Gamma * g + e;
        var delta = Reduce.Sum(Math.Abs(p)) / Reduce.Sum(1) * Math.Sign(p);
        x -= delta;
        e = p - delta;
    }
}

// FedAdam (Reddi et al., 2021) on the server: the pseudo-gradient, τ instead of ε, no bias correction as in the paper.
// Info: DSC0203
[Optimizer]
public sealed partial class FederatedAdam
{
    [Hyperparameter(0.01, Min = 0)] public partial double ServerRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.99, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-3, Above = 0)] public partial double Tau { get; set; }

    [Update]
    private void Update(ref double x, double pseudoGradient, [State] ref double m, [State] ref double v)
    {
        m = Beta1 * m + (1 - Beta1) * pseudoGradient;
        v = Beta2 * v + (1 - Beta2) * pseudoGradient * pseudoGradient;
        x -= ServerRate * m / (Math.Sqrt(v) + Tau);
    }
}

// VSGD's and Sophia's relative: a diagonal Newton step with damping; the curvature is an input.
[Optimizer]
public sealed partial class DampedNewton
{
    [Hyperparameter(0.1, Min = 0)] public partial double Eta { get; set; }
    [Hyperparameter(0.02, Above = 0)] public partial double Mu { get; set; }
    [Hyperparameter(0.99, Min = 0, Below = 1)] public partial double Gamma { get; set; }

    [Update]
    private void Update(ref double w, double g, [Input] double secondDerivative, [State] ref double h)
    {
        h = Gamma * h + (1 - Gamma) * Math.Abs(secondDerivative);
        w -= Eta / (h + Mu) * g;
    }
}
