using Landscapes;
using Landscapes.Scenes;
using Lectures.Site;

namespace Lectures.Topics;

/// <summary>Balls that roll through a local minimum, or stay there.</summary>
internal static class LocalMinimumTopic
{
    public static Topic Topic { get; } = new(
        "local-minimum",
        "Momentum through a local minimum",
        "A ball that remembers its speed can roll through a valley in which one without memory stays.",
        () => SceneMarkup.Body(TwoValleysScene.Build()))
    {
        About = ["Sgd", "VelocityMomentum", "NesterovLookAhead", "Adam"],
        Source = "Trajectory",
    };
}
