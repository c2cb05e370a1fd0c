// At the first step the moment is set to the gradient, and then the step that adds the gradient is taken as well.
// Seen in: pytorch_optimizer 3.9.0, NovoGrad.
// Not caught: a larger first step is what many a correction is for, and nothing in the rule says that this one is not meant.
[Optimizer]
public sealed partial class NovoGradFirstGradientTwice
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State(Per = Per.Tensor)] ref double v, [Step] int t)
    {
        var square = Reduce.Sum(gradient * gradient);
        v = t == 1 ? square : Beta2 * v + (1 - Beta2) * square;
        var direction = gradient / (Math.Sqrt(v) + Epsilon);
        if (t == 1)
        {
            m = direction;
        }

        m = Beta1 * m + direction;
        weight -= LearningRate * m;
    }
}
