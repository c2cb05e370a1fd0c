using Landscapes;
using Landscapes.Scenes;
using Lectures.Site;

namespace Lectures.Topics;

/// <summary>The paths of six rules through a long valley.</summary>
internal static class RavineTopic
{
    public static Topic Topic { get; } = new(
        "ravine",
        "Paths through a ravine",
        "Where a valley is much steeper across than along, the steepest way down hardly leads towards the minimum. What each rule makes of it.",
        () => SceneMarkup.Body(RavineScene.Build()))
    {
        About = ["Sgd", "VelocityMomentum", "NesterovLookAhead", "AdaGrad", "RmsProp", "Adam"],
        Source = "Trajectory",
    };
}
