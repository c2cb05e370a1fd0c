namespace Descent;

/// <summary>
/// What a training remembers beside its optimizer, and goes into a checkpoint with it (<see cref="CheckpointOptions.Parts"/>): a schedule's
/// position, an average, the state of a random source. Schedules, averages and the like of <c>Descent.Training</c> are; a class of your own
/// may be.
/// </summary>
public interface ICheckpointed
{
    /// <summary>
    /// Names everything that the coming step depends on. It is called to save and to load, and sets nothing itself: what is named is read or set by whoever
    /// calls, after all of the checkpoint has been found to fit.
    /// </summary>
    /// <param name="contents">What takes the names.</param>
    void Describe(CheckpointContents contents);
}
