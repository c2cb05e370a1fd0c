// The optimizer changes its own ε while it goes over the weights, so that each weight depends on those before it.
// Seen in: pytorch_optimizer 3.9.0, ApolloDQN.
// Expected: DSC0006
[Optimizer]
public sealed partial class ApolloEpsilonCompounds
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m)
    {
        m = Beta * m + (1 - Beta) * gradient;
        Epsilon = Epsilon / 0.99;
        weight -= LearningRate * m / (Math.Abs(m) + Epsilon);
    }
}
