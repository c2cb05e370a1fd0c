// The velocity is added where it is taken away: the more the steps agree, the more they cancel, and then the weight climbs.
// Seen in: PaddlePaddle, momentum with use_nesterov (pull request 12231, "the network does not converge").
// Expected: DSC0218
[Optimizer]
public sealed partial class NesterovSignInside
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double velocity)
    {
        velocity = Momentum * velocity + gradient;
        weight = weight - gradient * LearningRate + Momentum * velocity * LearningRate;
    }
}
