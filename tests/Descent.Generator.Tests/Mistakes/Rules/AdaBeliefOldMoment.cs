// The surprise is measured from the first moment before the gradient went in, ten times the one of the paper.
// Seen in: optax, adabelief (pull request 1130).
// Not caught: both are surprises, and an optimizer that measures it so has been published as well.
[Optimizer]
public sealed partial class AdaBeliefOldMoment
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State] ref double s, [Step] int t)
    {
        var surprise = gradient - m;
        m = Beta1 * m + (1 - Beta1) * gradient;
        s = Beta2 * s + (1 - Beta2) * surprise * surprise + Epsilon;
        var mHat = m / (1 - Math.Pow(Beta1, t));
        var sHat = s / (1 - Math.Pow(Beta2, t));
        weight -= LearningRate * mHat / (Math.Sqrt(sHat) + Epsilon);
    }
}
