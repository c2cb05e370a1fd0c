using Descent;
using Landscapes.Shared;

namespace Landscapes.Walking;

/// <summary>An optimizer with its settings and its look: a colour and a shape of its own, the same in every picture.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Settings">Its hyperparameters, in words.</param>
/// <param name="Style">The class that gives its colour in the style sheet.</param>
/// <param name="Shape">Its end mark: an SVG path around the origin, about 2 × 2 units large.</param>
/// <param name="CreateOptimizer">Makes the optimizer, at its first step.</param>
internal sealed record Walker(string Name, string Settings, string Style, string Shape, Func<Optimizer> CreateOptimizer)
{
    private const string Circle = "M-1 0A1 1 0 0 1 1 0A1 1 0 0 1-1 0Z";
    private const string Square = "M-.9-.9H.9V.9H-.9Z";
    private const string Diamond = "M0-1.25L1.25 0L0 1.25L-1.25 0Z";
    private const string TriangleUp = "M0-1.2L1.15.85H-1.15Z";
    private const string TriangleDown = "M0 1.2L1.15-.85H-1.15Z";
    private const string Hexagon = "M-1.15 0L-.57-1H.57L1.15 0L.57 1H-.57Z";

    public static Walker Sgd(double rate) => new(
        "SGD", Rate(rate), "sgd", Circle, () => new Sgd { LearningRate = rate });

    public static Walker Momentum(double rate, double momentum) => new(
        "Momentum", $"{Rate(rate)}, momentum {Text.Number(momentum)}", "momentum", Square,
        () => new VelocityMomentum { LearningRate = rate, Momentum = momentum });

    public static Walker AveragingMomentum(double rate, double beta) => new(
        "Momentum", $"{Rate(rate)}, moving average {Text.Number(beta)}", "momentum", Square,
        () => new MovingAverageMomentum { LearningRate = rate, Beta = beta });

    public static Walker Nesterov(double rate, double momentum) => new(
        "Nesterov", $"{Rate(rate)}, momentum {Text.Number(momentum)}", "nesterov", TriangleDown,
        () => new NesterovLookAhead { LearningRate = rate, Momentum = momentum });

    public static Walker AdaGrad(double rate) => new(
        "AdaGrad", Rate(rate), "adagrad", TriangleUp, () => new AdaGrad { LearningRate = rate });

    public static Walker RmsProp(double rate, double decay) => new(
        "RMSProp", $"{Rate(rate)}, decay {Text.Number(decay)}", "rmsprop", Diamond,
        () => new RmsProp { LearningRate = rate, Decay = decay });

    public static Walker Adam(double rate) => new(
        "Adam", Rate(rate), "adam", Hexagon, () => new Adam { LearningRate = rate });

    private static string Rate(double rate) => $"learning rate {Text.Number(rate)}";
}
