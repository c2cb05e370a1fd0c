namespace Descent.Tests.Strictness;

/// <summary>Adam with soft thresholding in place of weight decay, from the formulas of the runtime.</summary>
[Optimizer]
internal sealed partial class FormulasForTests
{
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    [Hyperparameter(0.999, Min = 0, Below = 1)]
    public partial double Beta { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State] ref double v, [Step] int t)
    {
        m = Formulas.MovingAverage(m, gradient, 0.9);
        v = Formulas.MovingAverage(v, gradient * gradient, Beta);
        var mHat = m / Formulas.BiasCorrection(0.9, t);
        var vHat = v / Formulas.BiasCorrection(Beta, t);
        weight = Formulas.SoftThreshold(weight - LearningRate * mHat / (Math.Sqrt(vHat) + 1e-8), LearningRate * 0.1);
    }
}
