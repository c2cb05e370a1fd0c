// Rules that find their own rate, averages of weights, and other relatives.

// DoWG (Khaled et al., 2023).
[Optimizer]
public sealed partial class DistanceOverWeightedGradients
{
    [Hyperparameter(1e-4, Above = 0)] public partial double Rbar0 { get; set; }

    [Update]
    private void Update(
        ref double x, double g, [State(From = nameof(x))] double x0,
        [State(Per = Per.Tensor)] ref double rbar, [State(Per = Per.Tensor)] ref double v)
    {
        rbar = Math.Max(Math.Max(rbar, Rbar0), Math.Sqrt(Reduce.Sum((x - x0) * (x - x0))));
        v += rbar * rbar * Reduce.Sum(g * g);
        x -= v > 0 ? rbar * rbar / Math.Sqrt(v) * g : 0;
    }
}

// COCOB (Orabona and Tommasi, 2017) by coin betting: no learning rate at all.
[Optimizer]
public sealed partial class CoinBetting
{
    [Hyperparameter(100, Above = 0)] public partial double Alpha { get; set; }

    [Update]
    private void Update(
        ref double w, double g, [State(From = nameof(w))] double start, [State(Initial = 1e-8)] ref double largest,
        [State] ref double sumOfMagnitudes, [State] ref double reward, [State] ref double theta)
    {
        largest = Math.Max(largest, Math.Abs(g));
        sumOfMagnitudes += Math.Abs(g);
        reward = Math.Max(reward - g * (w - start), 0);
        theta -= g;
        w = start + theta / (largest * Math.Max(sumOfMagnitudes + largest, Alpha * largest)) * (largest + reward);
    }
}

// Schedule-free SGD (Defazio et al., 2024): weights are y; z and x are kept.
[Optimizer]
public sealed partial class FreeOfSchedule
{
    [Hyperparameter(0.5, Min = 0)] public partial double Gamma { get; set; }
    [Hyperparameter(0.9, Min = 0, Max = 1)] public partial double Beta { get; set; }

    [Update]
    private void Update(ref double y, double g, [State(From = nameof(y))] ref double z, [State(From = nameof(y))] ref double x, [Step] int t)
    {
        z -= Gamma * g;
        var c = 1.0 / t;
        x = (1 - c) * x + c * z;
        y = (1 - Beta) * z + Beta * x;
    }
}

// Quickprop (Fahlman, 1988): a secant step where it may be trusted, else gradient descent.
[Optimizer]
public sealed partial class QuickPropagation
{
    [Hyperparameter(0.01, Min = 0)] public partial double Epsilon { get; set; }
    [Hyperparameter(1.75, Above = 1)] public partial double Mu { get; set; }

    [Update]
    private void Update(ref double w, double slope, [State] ref double lastSlope, [State] ref double lastStep)
    {
        var fall = lastSlope - slope;
        var secant = fall != 0 ? slope / fall * lastStep : 0;
        var bounded = Math.Clamp(secant, -Mu * Math.Abs(lastStep), Mu * Math.Abs(lastStep));
        lastStep = bounded * slope < 0 ? bounded - (lastSlope * slope > 0 ? Epsilon * slope : 0) : -Epsilon * slope;
        lastSlope = slope;
        w += lastStep;
    }
}

// Barzilai and Borwein (1988), the long step, bounded.
[Optimizer]
public sealed partial class BarzilaiBorwein
{
    [Hyperparameter(1e-3, Above = 0)] public partial double FirstStep { get; set; }
    [Hyperparameter(10, Above = 0)] public partial double LongestStep { get; set; }

    [Update]
    private void Update(ref double w, double g, [State(From = nameof(w))] ref double wOld, [State] ref double gOld, [Step] int t)
    {
        var s = w - wOld;
        var y = g - gOld;
        var sy = Reduce.Sum(s * y);
        var ss = Reduce.Sum(s * s);
        var alpha = t == 1 || sy <= 0 ? FirstStep : Math.Min(ss / sy, LongestStep);
        wOld = w;
        gOld = g;
        w -= alpha * g;
    }
}

// AdaNorm of Ward et al. (2019), AdaGrad-Norm: one accumulator for the tensor.
[Optimizer]
public sealed partial class AdaGradNorm
{
    [Hyperparameter(1, Min = 0)] public partial double Eta { get; set; }
    [Hyperparameter(0.1, Above = 0)] public partial double B0 { get; set; }

    [Update]
    private void Update(ref double x, double g, [State(Per = Per.Tensor, From = nameof(B0))] ref double b)
    {
        b = Math.Sqrt(b * b + Reduce.Sum(g * g));
        x -= Eta / b * g;
    }
}

// AdaMax without ε where the norm is 0: a choice guards instead.
[Optimizer]
public sealed partial class GuardedMaximum
{
    [Hyperparameter(2e-3, Min = 0)] public partial double Alpha { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double m, [State] ref double u, [Step] int t)
    {
        m = Beta1 * m + (1 - Beta1) * g;
        u = Math.Max(Beta2 * u, Math.Abs(g));
        w -= u > 0 ? Alpha / (1 - Math.Pow(Beta1, t)) * m / u : 0;
    }
}

// The running product of β as a state of the step, instead of a power.
[Optimizer]
public sealed partial class RunningProducts
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Alpha { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }

    [Update]
    private void Update(
        ref double w, double g, [State] ref double m, [State] ref double v,
        [State(Per = Per.Tensor, Initial = 1)] ref double beta1Power, [State(Per = Per.Tensor, Initial = 1)] ref double beta2Power)
    {
        beta1Power *= Beta1;
        beta2Power *= Beta2;
        m = Beta1 * m + (1 - Beta1) * g;
        v = Beta2 * v + (1 - Beta2) * g * g;
        w -= Alpha * (m / (1 - beta1Power)) / (Math.Sqrt(v / (1 - beta2Power)) + 1e-8);
    }
}

// Adam from its sums: the averages are weighted sums, divided by the sum of their weights.
[Optimizer]
public sealed partial class SumsAndWeights
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Rate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Keep1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Keep2 { get; set; }

    [Update]
    private void Update(
        ref double w, double g, [State] ref double sum1, [State] ref double sum2,
        [State(Per = Per.Tensor)] ref double mass1, [State(Per = Per.Tensor)] ref double mass2)
    {
        mass1 = Keep1 * mass1 + 1;
        mass2 = Keep2 * mass2 + 1;
        sum1 = Keep1 * sum1 + g;
        sum2 = Keep2 * sum2 + g * g;
        w -= Rate * (sum1 / mass1) / (Math.Sqrt(sum2 / mass2) + 1e-8);
    }
}

// Adam in which everything is a helper method with a reference.
[Optimizer]
public sealed partial class AdamOfHelpers
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Alpha { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Rho1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Rho2 { get; set; }
    [Hyperparameter(1e-8, Above = 0)] public partial double Tiny { get; set; }
    [Hyperparameter(0.01, Min = 0)] public partial double Shrinkage { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double m, [State] ref double v, [Step] int t)
    {
        Decay(ref w);
        var first = Debias(Average(ref m, g, Rho1), Rho1, t);
        var second = Debias(Average(ref v, Square(g), Rho2), Rho2, t);
        w -= Alpha * Ratio(first, second);
    }

    private void Decay(ref double w) => w *= 1 - Alpha * Shrinkage;

    private double Ratio(double first, double second) => first / (Math.Sqrt(second) + Tiny);

    private static double Square(double x) => x * x;

    private static double Average(ref double mean, double x, double rho) => mean = rho * mean + (1 - rho) * x;

    private static double Debias(double mean, double rho, int t) => mean / (1 - Math.Pow(rho, t));
}

// AdamW with decay constants that are written as numbers, as scripts do.
[Optimizer]
public sealed partial class ScriptedAdamW
{
    [Hyperparameter(3e-4, Min = 0)] public partial double Lr { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double m, [State] ref double v, [Step] int t)
    {
        const double weightDecay = 0.1;
        m = 0.9 * m + 0.1 * g;
        v = 0.95 * v + 0.05 * g * g;
        w -= Lr * weightDecay * w;
        w -= Lr * (m / (1 - Math.Pow(0.9, t))) / (Math.Sqrt(v / (1 - Math.Pow(0.95, t))) + 1e-8);
    }
}

// Ridge regression's constant in the gradient, and a learning rate that is a constant of the class.
[Optimizer]
public sealed partial class ConstantsOfTheClass
{
    private const double Rate = 0.05;
    private const double Ridge = 1e-4;

    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double v)
    {
        v = Momentum * v + (g + Ridge * w);
        w -= Rate * v;
    }
}

// The share of weight that is kept, as old code writes its decay: 1 for none.
[Optimizer]
public sealed partial class KeptShare
{
    [Hyperparameter(0.1, Min = 0)] public partial double LearningConstant { get; set; }
    [Hyperparameter(0.9999, Above = 0, Max = 1)] public partial double Retention { get; set; }

    [Update]
    private void Update(ref double w, double g) => w = Retention * w - LearningConstant * g;
}

// A generalised gradient: the mean of a batch comes as a sum, and the size of the batch divides.
[Optimizer]
public sealed partial class SumOfABatch
{
    [Hyperparameter(0.1, Min = 0)] public partial double Eta { get; set; }
    [Hyperparameter(32, Min = 1)] public partial int BatchSize { get; set; }
    [Hyperparameter(0.1, Min = 0)] public partial double Lmbda { get; set; }
    [Hyperparameter(50000, Min = 1)] public partial int N { get; set; }

    // Nielsen's network2.py: (1 - eta * (lmbda / n)) * w - (eta / len(mini_batch)) * nw.
    [Update]
    private void Update(ref double w, double nw) => w = (1 - Eta * (Lmbda / N)) * w - Eta / BatchSize * nw;
}

// Karpathy's micrograd: a rate that falls linearly with the step.
[Optimizer]
public sealed partial class Micrograd
{
    [Hyperparameter(1.0, Min = 0)] public partial double Rate { get; set; }
    [Hyperparameter(100, Min = 1)] public partial int Steps { get; set; }

    [Update]
    private void Update(ref double data, double grad, [Step] int k)
    {
        var learningRate = Rate - 0.9 * Math.Min(k - 1, Steps) / Steps;
        data -= Math.Max(learningRate, 0) * grad;
    }
}

// Conjugate directions by Fletcher and Reeves with a fixed rate, kept a descent.
[Optimizer]
public sealed partial class FletcherReeves
{
    [Hyperparameter(0.01, Min = 0)] public partial double Rate { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double d, [State(Per = Per.Tensor)] ref double lastSquare)
    {
        var square = Reduce.Sum(g * g);
        var beta = lastSquare > 0 ? Math.Min(square / lastSquare, 1) : 0;
        var along = Reduce.Sum(g * (beta * d - g));
        d = along < 0 ? beta * d - g : -g;
        lastSquare = square;
        w += Rate * d;
    }
}
