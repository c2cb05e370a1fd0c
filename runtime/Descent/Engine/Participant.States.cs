namespace Descent.Engine;

/// <content>The states that devices keep, while a step runs (<see cref="KeptStates"/>).</content>
internal sealed partial class Participant
{
    /// <summary>Has them be given as they are here, until the step knows where it goes on with them.</summary>
    public static void Hold(ReadOnlySpan<Participant> participants)
    {
        foreach (var participant in participants)
        {
            if (participant.Rule.Kept is { } kept)
            {
                kept.Hold();
                participant.Parameters.ForEach(static parameter => parameter.State.Kept?.Hold());
            }
        }
    }

    /// <summary>Ends that.</summary>
    public static void Release(ReadOnlySpan<Participant> participants)
    {
        foreach (var participant in participants)
        {
            if (participant.Rule.Kept is { } kept)
            {
                kept.Release();
                participant.Parameters.ForEach(static parameter => parameter.State.Kept?.Release());
            }
        }
    }
}
