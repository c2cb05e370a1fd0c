// The weight decays after the step, and so the step decays with it.
// Seen in: Hugging Face transformers, AdamW (issue 14539), and bitsandbytes (issue 2010).
// Not caught: the two orders differ by the product of two small numbers; only the reference tells.
[Optimizer]
public sealed partial class AdamWDecayAfterTheStep
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }
    [Hyperparameter(0.01, Min = 0)] public partial double WeightDecay { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State] ref double v, [Step] int t)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        var mHat = m / (1 - Math.Pow(Beta1, t));
        var vHat = v / (1 - Math.Pow(Beta2, t));
        weight -= LearningRate * mHat / (Math.Sqrt(vHat) + Epsilon);
        weight -= LearningRate * WeightDecay * weight;
    }
}
