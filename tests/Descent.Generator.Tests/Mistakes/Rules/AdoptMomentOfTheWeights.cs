// The second moment takes the squares of the weights for those of the gradients.
// Seen in: mlx-optimizers, ADOPT (issue 43).
// Not caught: a denominator of weights is what LARS and LAMB have; that this one should know the gradients stands in the paper.
[Optimizer]
public sealed partial class AdoptMomentOfTheWeights
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.9999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-6, Min = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State] ref double v, [Step] int t)
    {
        if (t == 1)
        {
            v = gradient * gradient;
        }
        else
        {
            m = Beta1 * m + (1 - Beta1) * gradient / Math.Max(Math.Sqrt(v), Math.Max(Epsilon, 1e-12));
            weight -= LearningRate * m;
            v = Beta2 * v + (1 - Beta2) * weight * weight;
        }
    }
}
