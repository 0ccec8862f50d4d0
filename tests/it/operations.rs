//! Running the program: start and stop, metrics, doctor, backup and restore, the pages it serves by itself.

mod backup;
mod doctor;
mod pages;
mod serving;
